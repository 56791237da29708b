import type { FindingKind } from '@card-member/desk/contract'

/** What a verification finds. */
export const zhFindings = {
  changed: '内容被改动：与其哈希不符',
  gap: '事件缺失：被删除',
  inserted: '多出的事件：不属于该树',
  truncated: '末尾缺失：签名表明其后还有事件',
  log_missing: '数据库中没有审计日志：被删除，或只恢复了一部分',
  head_missing: '树的状态缺失',
  head_forged: '树的状态签名无效：状态被改动，或签名密钥不在已知公钥之中',
  head_differs: '事件与已签名的状态不符：事件被改写',
  tile_wrong: '存储的哈希与事件不符',
  tree_missing: '整棵树被删除：服务台的树登记了它',
  tree_unknown: '服务台的树未登记该树：该树是后来加入的，或服务台的树被回退',
  key_unknown: '数据库的密钥未登记在服务台的树中：审计日志被删除或回退，或密钥被替换',
  rolled_back: '树被回退：检查点表明曾有更多事件',
  checkpoint_wrong: '与检查点不符：检查点之前的事件被改写',
  checkpoint_missing: '服务台的树缺少该检查点：服务台的树被回退',
  checkpoint_forged: '检查点签名无效，或签名密钥不在已知公钥之中',
  other_log: '检查点属于另一日志：数据库被替换，或全部数据被删除后重建',
  prune_point_wrong: '起点不符：开头的事件未经清除操作而缺失',
  differs_from_export: '与早前的导出不一致：数据库被回退或改写',
  published_wrong: '已发布的文件缺失或与日志不符',
  witness_refuses: '见证方拒绝该检查点：日志被回退或改写',
  row_without_event: '该行没有对应的事件：绕过审计日志写入',
  event_too_large: '事件过大：至多 65535 字节',
  unreadable: '导出文件的该行无法读取',
} as const satisfies Readonly<Record<FindingKind, string>>

import { text } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'

/** The kinds of findings, in words. */
export const findingWords = {
  changed: text({ zh: '内容被改动：与其哈希不符', en: 'the content was changed: it does not have its hash' }),
  gap: text({ zh: '事件缺失：被删除', en: 'events are missing: they were deleted' }),
  inserted: text({ zh: '多出的事件：不属于该树', en: 'this event was inserted: it does not belong to the tree' }),
  truncated: text({ zh: '末尾缺失：签名表明其后还有事件', en: 'the end is missing: a signature names later events' }),
  log_missing: text({
    zh: '数据库中没有审计日志：被删除，或只恢复了一部分',
    en: 'the database has no audit log: it was deleted, or the database was restored in part',
  }),
  head_missing: text({ zh: '树的状态缺失', en: 'the newest state of the tree is missing' }),
  head_forged: text({
    zh: '树的状态签名无效：状态被改动，或签名密钥不在已知公钥之中',
    en: 'the signature of the newest state is wrong: the state was changed, or its key is not known',
  }),
  head_differs: text({
    zh: '事件与已签名的状态不符：事件被改写',
    en: 'the events do not make the state that was signed: they were rewritten',
  }),
  tile_wrong: text({ zh: '存储的哈希与事件不符', en: 'the stored hashes are not those of the events' }),
  cards_wrong: text({
    zh: '会员卡索引与事件不符：按卡查找可能漏掉事件',
    en: 'the index of cards is not that of the events: a search for a card may miss some',
  }),
  tree_missing: text({ zh: '整棵树被删除：服务台的树登记了它', en: "the whole tree was deleted: the desk's own tree names it" }),
  tree_unknown: text({
    zh: '服务台的树未登记该树：该树是后来加入的，或服务台的树被回退',
    en: "the desk's own tree does not name this tree: it was added from outside, or the desk's own tree was rolled back",
  }),
  key_unknown: text({
    zh: '数据库的密钥未登记在服务台的树中：审计日志被删除或回退，或密钥被替换',
    en: "the desk's own tree does not name a key of the database: the log was deleted or rolled back, or the key was replaced",
  }),
  rolled_back: text({
    zh: '树被回退：检查点表明曾有更多事件',
    en: 'the tree was rolled back: a checkpoint names more events than there are',
  }),
  checkpoint_wrong: text({
    zh: '与检查点不符：检查点之前的事件被改写',
    en: 'a checkpoint names another root: events before it were rewritten',
  }),
  checkpoint_missing: text({
    zh: '服务台的树缺少该检查点：服务台的树被回退',
    en: "the desk's own tree lacks this checkpoint: it was rolled back",
  }),
  checkpoint_forged: text({
    zh: '检查点签名无效，或签名密钥不在已知公钥之中',
    en: 'the signature of a checkpoint is wrong, or its key is not known',
  }),
  other_log: text({
    zh: '检查点属于另一日志：数据库被替换，或全部数据被删除后重建',
    en: 'the checkpoint is of another log: the database was replaced, or everything was deleted and begun anew',
  }),
  prune_point_wrong: text({
    zh: '起点不符：开头的事件未经清除操作而缺失',
    en: 'the beginning is wrong: no purge in the log removed the events before it',
  }),
  differs_from_export: text({
    zh: '与早前的导出不一致：数据库被回退或改写',
    en: 'it differs from the earlier export: the database was rolled back or rewritten',
  }),
  published_wrong: text({ zh: '已发布的文件缺失或与日志不符', en: 'a published file is missing or is not what the log has' }),
  witness_refuses: text({
    zh: '见证方拒绝该检查点：日志被回退或改写',
    en: 'a witness rejects the checkpoint: the log was rolled back or rewritten',
  }),
  row_without_event: text({
    zh: '该行没有对应的事件：绕过审计日志写入',
    en: 'no event tells of this row: it was written around the audit log',
  }),
  row_changed: text({
    zh: '该行与其事件不符：绕过审计日志改动',
    en: 'this is not what the events say: it was changed around the audit log',
  }),
  event_too_large: text({
    zh: '事件过大：至多 65535 字节',
    en: 'the event is too large: it can have at most 65,535 bytes',
  }),
  unreadable: text({ zh: '导出文件的该行无法读取', en: 'this line of the export cannot be read' }),
} as const satisfies Readonly<Record<string, LocalizedText>>

/** A kind of finding. The contract of the API lists them as well. */
export type FindingKind = keyof typeof findingWords

/** Where something was found. */
export interface FindingLocation {
  /** A brand's id, or `desk`. */
  readonly tree: string
  /** The event, or the first of several; left out for what concerns no event. In an unreadable export, its line. */
  readonly index?: number
  /** The last of several events. */
  readonly through?: number
  /** How many events a checkpoint or a state covers; of an event that is too large, its bytes. */
  readonly size?: number
  /** Who or what says so: the name of a witness, a file, a key, a row. */
  readonly subject?: string
}

/** One thing that is wrong with an audit log, and where. */
export interface Finding extends FindingLocation {
  readonly kind: FindingKind
  readonly words: LocalizedText
}

/** A finding in words. */
export function describe(kind: FindingKind, { tree, index, through, size, subject }: FindingLocation): LocalizedText {
  const { 'zh-CN': zh, en } = findingWords[kind]
  const unit = kind === 'unreadable' ? { zh: '行', en: 'line' } : { zh: '个事件', en: 'event' }
  const range = index === undefined ? '' : [index, ...(through === undefined ? [] : [through])].join('-')
  const where = {
    zh: [
      tree === 'desk' ? '服务台' : `品牌 ${tree}`,
      range === '' ? '' : `第 ${range} ${unit.zh}`,
      size === undefined ? '' : `大小 ${size}`,
      subject ?? '',
    ],
    en: [
      tree === 'desk' ? 'the desk' : `brand ${tree}`,
      range === '' ? '' : `${unit.en} ${range}`,
      size === undefined ? '' : `size ${size}`,
      subject ?? '',
    ],
  }
  const joined = (parts: readonly string[], comma: string) => parts.filter((part) => part !== '').join(comma)
  return text({ zh: `${joined(where.zh, '，')}：${zh}`, en: `${joined(where.en, ', ')}: ${en}` })
}

/** The audit log cannot be continued: its last state is forged, it is missing, or an event is too large for it. */
export class AuditError extends Error {
  override readonly name = 'AuditError'
  readonly kind: FindingKind
  readonly words: LocalizedText

  constructor(kind: FindingKind, location: FindingLocation) {
    const words = describe(kind, location)
    super(words.en)
    this.kind = kind
    this.words = words
  }
}

import { text } from '@card-member/sdk/contract'

/** Words of `card-member desk audit`, beside those for listing and exporting. */
export const auditCommandWords = {
  publish: text({
    zh: '把审计日志发布为静态文件，外部人员可用通用工具校验：每棵树一个目录。',
    en: 'Write the audit log as static files that strangers can check with common tools: one folder a tree.',
  }),
  publishOut: text({ zh: '写入的目录', en: 'folder to write' }),
  published: (out: string) => text({ zh: `已发布：${out}`, en: `Published: ${out}` }),
  publishedTree: (size: number, files: number) =>
    text({ zh: `${size} 个事件，写入 ${files} 个文件`, en: `${size} events, ${files} files written` }),
  stampFailed: (tree: string, reason: string) =>
    text({ zh: `${tree}：未取得时间戳（${reason}）。`, en: `${tree}: no time stamp (${reason}).` }),
  prove: text({ zh: '为一个事件出具证明文件（.tlog-proof）。', en: 'Make the proof of one event, a .tlog-proof file.' }),
  proveId: text({ zh: '事件编号，见 desk audit list', en: 'id of the event, see desk audit list' }),
  proveOut: text({ zh: '写入的文件', en: 'file to write' }),
  status: text({
    zh: '显示各树、检查点，以及各见证方最近一次签名的时间。',
    en: 'Show the trees, their checkpoints, and how old the cosignature of each witness is.',
  }),
  publishedFolder: text({ zh: '同时与已发布的目录比对', en: 'compare with this published folder too' }),
  checkpointFile: text({ zh: '同时与留存的检查点文件比对', en: 'compare with a checkpoint that was kept, too' }),
  proofFile: text({
    zh: '只校验此证明文件，不需要数据库；须同时给出 --vkey',
    en: 'verify only this proof; it needs no database, but --vkey',
  }),
  vkey: text({ zh: '日志的验证公钥，或含有它的文件', en: 'verifier key of the log, or a file that holds it' }),
  witnessKey: text({
    zh: '见证方的验证公钥，或含有它的文件；可多次给出',
    en: 'verifier key of a witness, or a file that holds it; may be repeated',
  }),
  asNeeded: text({
    zh: '缺少必需的选项 --as <name>；仅 --proof 不需要登录。',
    en: "required option '--as <name>' not specified; only --proof needs no sign-in.",
  }),
  proofNeedsKey: text({
    zh: '--proof 须与 --vkey 同时给出：日志检查点旁的 vkey 文件，或其内容。',
    en: '--proof needs --vkey: the file vkey beside the checkpoint of the log, or what it holds.',
  }),
  proofHolds: (event_id: string, size: number, origin: string) =>
    text({
      zh: `证明成立：${event_id} 在日志 ${origin} 中（检查点大小 ${size}）。`,
      en: `The proof holds: ${event_id} is in the log ${origin} (checkpoint of size ${size}).`,
    }),
  cosigned: (name: string, time: string) => text({ zh: `见证方 ${name} 于 ${time} 签名`, en: `witness ${name} cosigned at ${time}` }),
  noWitness: text({ zh: '未给出见证方，或其未签名', en: 'no witness was given that cosigned' }),
  witnessError: (witness: string, tree: string, reason: string) =>
    text({ zh: `见证方 ${witness}，${tree}：${reason}`, en: `witness ${witness}, ${tree}: ${reason}` }),
  treeLine: (tree: string, size: number, checkpoint: string) =>
    text({ zh: `${tree}  ${size} 个事件  检查点 ${checkpoint}`, en: `${tree}  ${size} events  checkpoint ${checkpoint}` }),
  none: text({ zh: '无', en: 'none' }),
  never: text({ zh: '从未', en: 'never' }),
} as const

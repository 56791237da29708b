import { text } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'

/** The kinds of findings, in words. */
export const findingKinds = {
  changed: text({ zh: '内容被改动：与其哈希不符', en: 'the content was changed: it does not have its hash' }),
  gap: text({ zh: '记录缺失：被删除', en: 'events are missing: they were deleted' }),
  inserted: text({ zh: '多出的记录：不属于该链', en: 'this event was inserted: it does not belong to the chain' }),
  reordered: text({
    zh: '与前一条不衔接：此处有记录被调换、插入或替换',
    en: 'it does not follow the previous event: events were reordered, inserted or replaced here',
  }),
  truncated: text({ zh: '末尾缺失：签名表明其后还有记录', en: 'the end is missing: a signature names later events' }),
  head_missing: text({ zh: '链首信息缺失', en: 'the head of the chain is missing' }),
  head_forged: text({
    zh: '链首签名无效：链首被改动，或签名密钥不在已知公钥之中',
    en: 'the signature of the head is wrong: the head was changed, or its key is not known',
  }),
  head_differs: text({
    zh: '最后一条的哈希与已签名的链首不符：此前的记录被改写',
    en: 'the signed head names another last event: the chain was rewritten',
  }),
  chain_missing: text({
    zh: '有品牌的整条记录链被删除，或链的编号不符',
    en: 'the whole chain of a brand is missing, or the numbers of the chains are wrong',
  }),
  checkpoint_missing: text({ zh: '该日的检查点缺失', en: 'the checkpoint of this day is missing' }),
  checkpoint_wrong: text({
    zh: '该日的检查点不符：检查点或记录被改动，或签名密钥不在已知公钥之中',
    en: 'the checkpoint of this day is wrong: it or the events were changed, or its key is not known',
  }),
  prune_point_wrong: text({
    zh: '清除点不符：链的起点被改动',
    en: 'the prune point is wrong: the beginning of the chain was changed',
  }),
  differs_from_export: text({
    zh: '与早前的导出不一致：数据库被回退或改写',
    en: 'it differs from the earlier export: the database was rolled back or rewritten',
  }),
  unreadable: text({ zh: '导出文件的该行无法读取', en: 'this line of the export cannot be read' }),
} as const satisfies Record<string, LocalizedText>

/** A kind of finding. */
export type FindingKind = keyof typeof findingKinds

/** Where something was found. */
export interface FindingLocation {
  readonly brand_id: string
  /** The event, or the first of several; 0 for what concerns no event. In an unreadable export, its line. */
  readonly sequence: number
  /** The last of several events. */
  readonly through?: number
  /** Beijing date, for what concerns a checkpoint. */
  readonly day?: string
}

/** One thing that is wrong with an audit log, and where. */
export interface Finding extends FindingLocation {
  readonly kind: FindingKind
  readonly words: LocalizedText
}

/** A finding in words. */
export function describe(kind: FindingKind, { brand_id, sequence, through, day }: FindingLocation): LocalizedText {
  const { 'zh-CN': zh, en } = findingKinds[kind]
  const range = through === undefined ? `${sequence}` : `${sequence}-${through}`
  const unit = kind === 'unreadable' ? { zh: '行', en: 'line' } : { zh: '条', en: 'event' }
  return text({
    zh: `${brand_id === '' ? '服务台' : `品牌 ${brand_id}`}，第 ${range} ${unit.zh}${day === undefined ? '' : `，${day}`}：${zh}`,
    en: `${brand_id === '' ? 'the desk' : `brand ${brand_id}`}, ${unit.en} ${range}${day === undefined ? '' : `, ${day}`}: ${en}`,
  })
}

/** The audit log cannot be continued: its last state is forged. */
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

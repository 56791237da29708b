import { text } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'

/** Everything that can be wrong with a record, in words. */
export const problems = {
  changed: text({ zh: '内容被改动：与其哈希不符', en: 'the content was changed: it does not fit its hash' }),
  gap: text({ zh: '记录缺失：被删除', en: 'events are missing: they were deleted' }),
  inserted: text({ zh: '多出的记录：不属于该链', en: 'surplus: this was inserted and does not belong to the chain' }),
  reordered: text({
    zh: '与前一条不衔接：此处有记录被调换、插入或替换',
    en: 'it does not follow on the one before: events were reordered, inserted or replaced here',
  }),
  truncated: text({ zh: '末尾缺失：签名表明其后还有记录', en: 'the end is missing: a signature names later events' }),
  head_missing: text({ zh: '链首信息缺失', en: 'the head of the chain is missing' }),
  head_forged: text({
    zh: '链首签名无效：链首被改动，或签名密钥不在已知公钥之中',
    en: 'the signature of the head is wrong: it was changed, or its key is not among the known ones',
  }),
  head_differs: text({
    zh: '最后一条的哈希与已签名的链首不符：此前的记录被改写',
    en: 'the last event is not the one that the signed head names: the chain was rewritten',
  }),
  chain_missing: text({
    zh: '有品牌的整条记录链被删除，或链的编号不符',
    en: 'the whole chain of a brand is missing, or the numbers of the chains do not fit',
  }),
  checkpoint_missing: text({ zh: '该日的封存签名缺失', en: 'the checkpoint of this day is missing' }),
  checkpoint_wrong: text({
    zh: '该日的封存签名不符：封存或记录被改动，或签名密钥不在已知公钥之中',
    en: 'the checkpoint of this day does not fit: it or the events were changed, or its key is not among the known ones',
  }),
  prune_point_wrong: text({
    zh: '清除点不符：链的起点被改动',
    en: 'the point up to which the audit log was purged does not fit: it was changed',
  }),
  differs_from_export: text({
    zh: '与早前的导出不一致：数据库被回退或改写',
    en: 'it differs from the earlier export: the database was rolled back or rewritten',
  }),
  unreadable: text({ zh: '导出文件的该行无法读取', en: 'this line of the export cannot be read' }),
} as const satisfies Record<string, LocalizedText>

/** Name of a row of the table. */
export type Problem = keyof typeof problems

/** Where something is wrong. */
export interface Place {
  readonly brand_id: string
  /** The event, or the first of several; 0 for what concerns no event. In an unreadable export, its line. */
  readonly sequence: number
  /** The last of several events. */
  readonly through?: number
  /** Beijing date, for what concerns a checkpoint. */
  readonly day?: string
}

/** One thing that is wrong with a record, and where. */
export interface Finding extends Place {
  readonly problem: Problem
  readonly words: LocalizedText
}

/** Tells a problem with its place. */
export function describe(problem: Problem, { brand_id, sequence, through, day }: Place): LocalizedText {
  const { 'zh-CN': zh, en } = problems[problem]
  const range = through === undefined ? `${sequence}` : `${sequence}-${through}`
  const unit = problem === 'unreadable' ? { zh: '行', en: 'line' } : { zh: '条', en: 'event' }
  return text({
    zh: `${brand_id === '' ? '服务台' : `品牌 ${brand_id}`}，第 ${range} ${unit.zh}${day === undefined ? '' : `，${day}`}：${zh}`,
    en: `${brand_id === '' ? 'the desk' : `brand ${brand_id}`}, ${unit.en} ${range}${day === undefined ? '' : `, ${day}`}: ${en}`,
  })
}

/** The audit log cannot be written on: what it would have to stand on is forged. */
export class AuditError extends Error {
  override readonly name = 'RecordError'
  readonly problem: Problem
  readonly words: LocalizedText

  constructor(problem: Problem, place: Place) {
    const words = describe(problem, place)
    super(words.en)
    this.problem = problem
    this.words = words
  }
}

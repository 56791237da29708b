import type { Words } from '@card-member/sdk/protocol'

const said = (zh: string, en: string): Words => ({ 'zh-CN': zh, en })

/** Everything that can be wrong with a record, in words. */
export const problems = {
  changed: said('内容被改动：与其哈希不符', 'the content was changed: it does not fit its hash'),
  gap: said('记录缺失：被删除', 'entries are missing: they were deleted'),
  inserted: said('多出的记录：不属于该链', 'surplus: this was inserted and does not belong to the chain'),
  reordered: said(
    '与前一条不衔接：此处有记录被调换、插入或替换',
    'it does not follow on the one before: entries were reordered, inserted or replaced here',
  ),
  truncated: said('末尾缺失：签名表明其后还有记录', 'the end is missing: a signature names later entries'),
  head_missing: said('链首信息缺失', 'the head of the chain is missing'),
  head_forged: said(
    '链首签名无效：链首被改动，或签名密钥不在已知公钥之中',
    'the signature of the head is wrong: it was changed, or its key is not among the known ones',
  ),
  head_differs: said(
    '最后一条的哈希与已签名的链首不符：此前的记录被改写',
    'the last entry is not the one that the signed head names: the chain was rewritten',
  ),
  chain_missing: said(
    '有品牌的整条记录链被删除，或链的编号不符',
    'the whole chain of a brand is missing, or the numbers of the chains do not fit',
  ),
  seal_missing: said('该日的封存签名缺失', 'the seal of this day is missing'),
  seal_wrong: said(
    '该日的封存签名不符：封存或记录被改动，或签名密钥不在已知公钥之中',
    'the seal of this day does not fit: it or the entries were changed, or its key is not among the known ones',
  ),
  base_wrong: said('清除点不符：链的起点被改动', 'the point up to which the record was purged does not fit: it was changed'),
  differs_from_export: said(
    '与早前的导出不一致：数据库被回退或改写',
    'it differs from the earlier export: the database was rolled back or rewritten',
  ),
  unreadable: said('导出文件的该行无法读取', 'this line of the export cannot be read'),
} as const satisfies Record<string, Words>

/** Name of a row of the table. */
export type Problem = keyof typeof problems

/** Where something is wrong. */
export interface Place {
  readonly brand_id: string
  /** The entry, or the first of several; 0 for what concerns no entry. In an unreadable export, its line. */
  readonly sequence: number
  /** The last of several entries. */
  readonly through?: number
  /** Beijing date, for what concerns a seal. */
  readonly day?: string
}

/** One thing that is wrong with a record, and where. */
export interface Finding extends Place {
  readonly problem: Problem
  readonly words: Words
}

/** Tells a problem with its place. */
export function describe(problem: Problem, { brand_id, sequence, through, day }: Place): Words {
  const { 'zh-CN': zh, en } = problems[problem]
  const range = through === undefined ? `${sequence}` : `${sequence}-${through}`
  const unit = problem === 'unreadable' ? { zh: '行', en: 'line' } : { zh: '条', en: 'entry' }
  return said(
    `${brand_id === '' ? '服务台' : `品牌 ${brand_id}`}，第 ${range} ${unit.zh}${day === undefined ? '' : `，${day}`}：${zh}`,
    `${brand_id === '' ? 'the desk' : `brand ${brand_id}`}, ${unit.en} ${range}${day === undefined ? '' : `, ${day}`}: ${en}`,
  )
}

/** The record cannot be written on: what it would have to stand on is forged. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly problem: Problem
  readonly words: Words

  constructor(problem: Problem, place: Place) {
    const words = describe(problem, place)
    super(words.en)
    this.problem = problem
    this.words = words
  }
}

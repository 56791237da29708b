import fc from 'fast-check'
import iconv from 'iconv-lite'
import { card, head, line } from '../../../packages/desk/test/fixtures/batch-files.ts'
import { BatchFileReads } from '../batch-file-reads.ts'
import { bytesOf, mutated } from '../mutate.ts'
import type { Target } from '../target.ts'

const text = `${head}\r\n${line}\r\n${line.replace('478515832665', '"47851""5832666"')}\r\n`
const chinese = `模板编号,会员卡号,OpenID,失效原因\n${card},478515832665,obLatjnx9gnqzS4myYGmLZ7LgLBA,用户申请退会\n`
const seeds = [
  bytesOf(text),
  bytesOf(`\ufeff${chinese}`),
  new Uint8Array(iconv.encode(chinese, 'gb18030')),
  new Uint8Array(iconv.encode(text, 'utf16le', { addBOM: true })),
  bytesOf(text.replaceAll(',', '\t')),
  bytesOf(text.replaceAll(',', ';')),
  bytesOf(`sep=;\r\n${text.replaceAll(',', ';')}`),
]

/** A batch file that is a CSV. */
export const csv: Target = {
  name: 'csv',
  inputs: fc.oneof(
    {
      weight: 20,
      arbitrary: mutated(seeds, ['"', '""', '\r', '\t', '=1+1', '2026-13-45', '4.78516E+11', '\u3000', 'card_id', '\x81\x30']),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4096 }).map((bytes) => new Uint8Array(bytes)) },
  ),
  open: (folder) => {
    const files = new BatchFileReads(folder)
    return (input) => files.read(input)
  },
}

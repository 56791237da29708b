import { readFile } from 'node:fs/promises'
import { contract } from '@card-member/desk'
import { check } from '@card-member/sdk/contract'
import { exit } from '../failure.ts'
import { inputFailure } from '../input-failure.ts'
import type { Terminal } from '../terminal.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { type DeskSession, withDesk } from './desk-session.ts'
import { readable } from './files.ts'

type Flags = SignInFlags & DeskFlags & { readonly brand: string }

/** Lists the versions of a brand's notice. */
export function runListNotices(flags: Flags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const data = await desk.notices.list(actor, { brand_id: flags.brand })
    if (flags.json) terminal.write(JSON.stringify({ data }))
    else
      terminal.table(
        data.map(({ version, create_time = '', brand_name = '—', text_zh }) => [
          String(version),
          `${create_time}  ${brand_name}  ${text_zh}`,
        ]),
      )
    return exit.done
  })
}

/** Adds a version from a JSON file with the fields of the API. */
export async function runAddNotice(file: string, flags: Flags, terminal: Terminal): Promise<number> {
  const fields: unknown = JSON.parse(await readable(file, readFile(file, 'utf8')))
  const input = { ...(typeof fields === 'object' ? fields : {}), brand_id: flags.brand }
  const faults = check(contract.addNotice.input, input)
  if (!isNotice(input) || faults.length > 0) throw inputFailure(faults)
  const work = async ({ desk, actor }: DeskSession) => {
    const notice = await desk.notices.add(actor, input)
    terminal.write(flags.json ? JSON.stringify(notice) : String(notice.version))
    return exit.done
  }
  return withDesk(flags, terminal, work, { fresh: true })
}

function isNotice(input: object): input is { readonly brand_id: string; readonly text_zh: string; readonly text_en: string } {
  return 'text_zh' in input && 'text_en' in input
}

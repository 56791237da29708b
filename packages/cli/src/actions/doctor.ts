import { checkFields, checkOnline, type Finding, found } from '@card-member/desk/doctor'
import { exit } from '../failure.ts'
import { languages } from '../language.ts'
import type { Terminal } from '../terminal.ts'
import { doctorWords as words } from '../words/doctor.ts'

/** Options of `card-member doctor`. */
export interface DoctorFlags {
  readonly credential: string
  readonly baseUrl?: string
  readonly brand?: string
  readonly json?: true
}

/** Checks a credential file and the way to the platform. */
export async function runDoctor({ credential: path, baseUrl, brand, json }: DoctorFlags, terminal: Terminal): Promise<number> {
  const { findings: offline, credential } = await checkFields({ path }, Date.now())
  const used = credential && (baseUrl === undefined ? credential : { ...credential, base_url: baseUrl })
  const online = used === undefined ? [found.notTried()] : await checkOnline(used, { brand_id: brand, clock: Date.now })
  const findings = [...offline, ...online]
  const failures = findings.filter(({ level }) => level === 'failure').length
  const open = findings.filter(({ level }) => level === 'unchecked').map(({ check }) => check)
  const ok = failures === 0 && open.length === 0
  if (json) terminal.write(JSON.stringify({ ok, findings }))
  else {
    for (const finding of findings) show(finding, terminal)
    if (ok) terminal.say(words.allGood)
    if (failures > 0) terminal.say(words.notGood(failures))
    if (open.length > 0) terminal.say(words.notChecked(open))
  }
  return ok ? exit.done : exit.failed
}

const marks = { ok: ' ok ', warning: 'note', unchecked: ' ?? ', failure: 'FAIL' } as const

// What is wrong is said in both languages: anybody who runs this often forwards it to someone who reads the other.
function show({ check, level, words: said, code, page }: Finding, terminal: Terminal): void {
  terminal.write(`[${marks[level]}] ${check}: ${terminal.in(said)}${level === 'failure' ? ` (${code})` : ''}`)
  if (level === 'ok') return
  for (const other of languages) if (other !== terminal.language) terminal.write(`       ${said[other]}`)
  if (page !== undefined) terminal.write(`       ${page}`)
}

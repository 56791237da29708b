import { checkFields } from '../doctor/fields.ts'
import type { Finding } from '../doctor/finding.ts'
import { checkOnline } from '../doctor/online.ts'
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
  const { findings: offline, credential } = await checkFields(path, Date.now())
  const used = credential && (baseUrl === undefined ? credential : { ...credential, base_url: baseUrl })
  const findings = used === undefined ? offline : [...offline, ...(await checkOnline(used, brand, Date.now))]
  const failures = findings.filter(({ level }) => level === 'failure').length
  if (json) terminal.write(JSON.stringify({ ok: failures === 0, findings }))
  else {
    for (const finding of findings) show(finding, terminal)
    terminal.say(failures === 0 ? words.allGood : words.notGood(failures))
  }
  return failures === 0 ? exit.done : exit.failed
}

const marks = { ok: ' ok ', warning: 'note', failure: 'FAIL' } as const

// What is wrong is said in both languages: whoever runs this often forwards it to someone who reads the other.
function show({ check, level, words: found, code, page }: Finding, terminal: Terminal): void {
  terminal.write(`[${marks[level]}] ${check}: ${terminal.in(found)}${code === undefined ? '' : ` (${code})`}`)
  if (level === 'ok') return
  for (const other of languages) if (other !== terminal.language) terminal.write(`       ${found[other]}`)
  if (page !== undefined) terminal.write(`       ${page}`)
}

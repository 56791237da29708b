import { deskErrors } from '@card-member/desk/contract'
import { describe, expect, it } from 'vitest'
import { expectOneLanguage } from '../../../test/one-language.ts'
import { differenceWords } from '../src/observe/difference.ts'
import { batchWords } from '../src/words/batch.ts'
import { cardWords } from '../src/words/card.ts'
import { consentWords } from '../src/words/consent.ts'
import { consentRequestWords } from '../src/words/consent-request.ts'
import { databaseWords } from '../src/words/database.ts'
import { demoWords } from '../src/words/demo.ts'
import { deskWords } from '../src/words/desk.ts'
import { deskCardWords } from '../src/words/desk-cards.ts'
import { deskOptionWords } from '../src/words/desk-options.ts'
import { doctorWords } from '../src/words/doctor.ts'
import { facts, fields } from '../src/words/facts.ts'
import { general, headings, misuse } from '../src/words/general.ts'
import { invalidateWords } from '../src/words/invalidate.ts'
import { keysWords, kinds } from '../src/words/keys.ts'
import { memberWords } from '../src/words/member.ts'
import { differenceKinds, observeWords } from '../src/words/observe.ts'
import { passkeyWords } from '../src/words/passkeys.ts'
import { platformWords } from '../src/words/platform.ts'
import { sandboxWords } from '../src/words/sandbox.ts'
import { staffWords } from '../src/words/staff.ts'
import { witnessWords } from '../src/words/witness.ts'

const catalogues = {
  batchWords,
  cardWords,
  consentWords,
  consentRequestWords,
  databaseWords,
  demoWords,
  deskCardWords,
  deskWords,
  deskOptionWords,
  doctorWords,
  general,
  headings,
  invalidateWords,
  keysWords,
  memberWords,
  kinds,
  observeWords,
  differenceKinds,
  differenceWords,
  passkeyWords,
  platformWords,
  sandboxWords,
  staffWords,
  witnessWords,
}

/** What people type as it is, or read on the wire: states, roles, channels, kinds, encodings and files. */
const typed = new Set(
  'recorded withdrawn used done sms phone store online mail invite grant viewer clerk author approver manager auditor admin take refuse gbk big postgres issuer discovery none claim delay rehearsal data demo otpauth Connect utf windows sqlite SQLite brands Web vkey desk'.split(
    /\s+/,
  ),
)

/** Words that are nothing but a name, the same in both languages. */
const nothingButNames = new Set([
  'Request-ID',
  'plan_sha256',
  'private_key_file',
  'apiv3_key_file',
  'serial_no',
  'wechatpay_public_key_id',
  'OpenID',
])

interface Said {
  readonly path: string
  readonly en: string
  readonly zh: string
}

/** Every message of a catalogue; those that take facts are given ones of no language. */
function* saidIn(value: unknown, path: string): Generator<Said> {
  if (typeof value === 'function') {
    for (const count of [1, 7]) yield* saidIn(value(...samplesFor(value, count)), `${path}(${count})`)
  } else if (typeof value === 'object' && value !== null) {
    if ('en' in value && 'zh-CN' in value) yield { path, en: String(value.en), zh: String(value['zh-CN']) }
    else for (const [name, entry] of Object.entries(value)) yield* saidIn(entry, `${path}.${name}`)
  }
}

// A fact is a name, a number, a list of names or a text in both languages, and may be written as any of them where only its text counts.
function samplesFor(value: { readonly length: number }, count: number): unknown[] {
  return Array.from({ length: value.length }, () =>
    Object.assign([`X_${count}`], { toString: () => String(count), valueOf: () => count, en: String(count), 'zh-CN': String(count) }),
  )
}

describe('words of the command are of one language from end to end', () => {
  it.each(Object.entries(catalogues))('%s', (name, catalogue) => {
    const all = [...saidIn(catalogue, name)]
    expect(all.length).toBeGreaterThan(0)
    for (const { path, en, zh } of all) {
      expect(en, path).not.toMatch(/undefined|NaN|\[object/)
      if (nothingButNames.has(zh) || /^[\d（）X_]+$/.test(zh)) continue
      expectOneLanguage({ en, zh }, typed)
    }
  })

  it('mistakes in the arguments', () => {
    const messages = [
      ['commander.missingArgument', "error: missing required argument 'file'"],
      ['commander.missingMandatoryOptionValue', "error: required option '--tenants <file>' not specified"],
      ['commander.optionMissingArgument', "error: option '--port <port>' argument missing"],
      ['commander.unknownOption', "error: unknown option '--bogus'\n(Did you mean --brand?)"],
      ['commander.unknownCommand', "error: unknown command 'bogus'"],
      ['commander.excessArguments', 'error: too many arguments. Expected 0 arguments but got 1.'],
      ['commander.invalidArgument', "error: option '--lang <lang>' argument 'x' is invalid. Allowed choices are en, zh-CN."],
      ['commander.conflictingOption', "error: option '--real' cannot be used with option '--freeze'"],
      ['commander.never', 'error: something else'],
    ] as const
    for (const [code, message] of messages) {
      const { en, 'zh-CN': zh } = misuse(code, message)
      // What was typed stands in it as it was: an option with the name of its value, a choice.
      expectOneLanguage({ en, zh: zh.replace(/ ?<\w+>/g, '') }, new Set([...typed, 'en', 'bogus']))
    }
  })

  it('facts of errors and fields are Chinese where they are spoken of in Chinese', () => {
    for (const zh of [...Object.values(facts), ...Object.values(fields)]) expectOneLanguage({ en: '', zh })
  })
})

describe('errors of the desk are of one language from end to end', () => {
  it.each(Object.entries(deskErrors))('%s', (_name, { message }) => {
    expectOneLanguage({ en: message.en, zh: message['zh-CN'] }, typed)
  })
})

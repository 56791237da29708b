import { readFile } from 'node:fs/promises'
import { type Consent, contract, parseCellTime } from '@card-member/desk'
import { countedMost } from '@card-member/desk/contract'
import { check, formatTime, getUserCard, Type } from '@card-member/sdk/contract'
import { CommandFailure, exit } from '../failure.ts'
import { inputFailure } from '../input-failure.ts'
import type { Terminal } from '../terminal.ts'
import { consentWords as words } from '../words/consent.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { type DeskSession, withDesk } from './desk-session.ts'
import { expectReadable, readable } from './files.ts'

type Flags = SignInFlags & DeskFlags & { readonly brand: string }

/** Options of `card-member consent add`. */
export type AddConsentFlags = Flags & {
  readonly cardId: string
  readonly code: string
  readonly openid: string
  readonly channel: string
  readonly toldAt: string
  readonly agreedAt: string
  readonly reason: string
  readonly reference?: string
  readonly evidence?: readonly string[]
  readonly toldBy?: string
  readonly expressed?: string
  readonly agreedBy?: string
  readonly noticeLanguage?: string
  readonly supersede?: boolean
  readonly notice?: number
}

/** Options of `card-member consent list`. */
export type ListConsentFlags = Flags & { readonly cardId?: string; readonly code?: string; readonly state?: string }

const most = 100

/** Records a consent, with the file that shows it. */
export async function runAdd(flags: AddConsentFlags, terminal: Terminal): Promise<number> {
  const input = readInput(flags)
  const contents: Uint8Array[] = []
  for (const file of flags.evidence ?? []) {
    await expectReadable(file)
    contents.push(await readable(file, readFile(file)))
  }
  return withDesk(flags, terminal, async (session) => {
    const { consents, evidence } = session.desk
    const evidence_sha256: string[] = []
    for (const content of contents) evidence_sha256.push((await evidence.keep(session.actor, { brand_id: input.brand_id, content })).sha256)
    const consent = await consents.record(session.actor, { ...input, evidence_sha256 })
    if (!flags.json) terminal.write(consent.consent_id)
    show({ ...session, channel: 'err' }, consent, flags)
    return exit.done
  })
}

/** Options of `card-member consent withdraw`. */
export type WithdrawFlags = Flags & { readonly cardId?: string; readonly code?: string; readonly openid?: string }

/** Takes back what a member agreed to for a card: by a consent, or by the card and the member. */
export function runWithdraw(id: string | undefined, flags: WithdrawFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, cardId: card_id, code: user_card_code, openid, json } = flags
  const named = [card_id, user_card_code, openid].filter((text) => text !== undefined).length
  if (named !== (id === undefined ? 3 : 0)) throw new CommandFailure(words.withdrawWhich, exit.usage)
  return withDesk(flags, terminal, async (session) => {
    const { consents } = session.desk
    if (id !== undefined) {
      show(session, await consents.withdraw(session.actor, { brand_id, consent_id: id }), flags)
      return exit.done
    }
    const card = { brand_id, card_id: card_id ?? '', user_card_code: user_card_code ?? '', openid: openid ?? '' }
    const { withdraw_time, consent_ids, invalidation_id } = await consents.withdrawAll(session.actor, card)
    if (json) terminal.write(JSON.stringify({ withdraw_time, consent_ids, invalidation_id: invalidation_id ?? null }))
    terminal.say(words.withdrawn(withdraw_time, consent_ids.length), session.channel)
    if (invalidation_id !== undefined) terminal.say(words.earlierInvalidation(invalidation_id), 'err')
    return exit.done
  })
}

/** Lists the newest consents of a brand, or of one card. */
export function runList(flags: ListConsentFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, cardId: card_id, code: user_card_code, json } = flags
  if ((card_id === undefined) !== (user_card_code === undefined)) throw new CommandFailure(words.together, exit.usage)
  const state = stateOf(flags.state)
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { data, total_count } = await desk.consents.list(actor, { brand_id, card_id, user_card_code, state, limit: most })
    if (json) terminal.write(JSON.stringify({ data: data.map(withId), total_count }))
    else if (data.length === 0) terminal.say(words.none, channel)
    else
      terminal.table(
        data.map((one) => [one.consent_id, `${one.state.padEnd(10)}${one.card_id} …${one.code_last4}  ${one.channel}  ${one.agreed_at}`]),
      )
    if (total_count > data.length) terminal.say(words.others(total_count - data.length, total_count === countedMost), 'err')
    return exit.done
  })
}

function withId(view: Consent) {
  return { id: view.consent_id, ...view }
}

function show({ terminal, channel }: DeskSession, view: Consent, { json }: Flags): void {
  if (json) terminal.write(JSON.stringify(withId(view)))
  terminal.table(
    [
      ['id', view.consent_id],
      [terminal.in(words.stateName), view.state],
      [terminal.in(words.card), `${view.card_id} …${view.code_last4}`],
      [terminal.in(words.told), `${view.told_at} (${view.channel})`],
      [terminal.in(words.agreed), `${view.agreed_at} (${view.expressed}, ${view.agreed_by})`],
      [terminal.in(words.proof), view.proof],
      [terminal.in(words.expires), view.expire_time],
      [terminal.in(words.withdrawnAt), view.withdraw_time],
    ],
    channel,
  )
}

const { recordConsent: recording, listConsents: listing } = contract
// A command names a card as the platform does.
const { card_ref: _ref, ...details } = recording.input.properties
const { card_id, user_card_code, openid } = getUserCard.input.properties
const Recording = Type.Object({ ...details, card_id, user_card_code, openid })

function readInput({ cardId, code, notice, reference, supersede, ...flags }: AddConsentFlags) {
  const { properties } = Recording
  const channel = properties.channel.enum.find((name) => name === flags.channel)
  const given = { told_by: flags.toldBy, expressed: flags.expressed, agreed_by: flags.agreedBy, language: flags.noticeLanguage }
  const known = {
    told_by: flags.toldBy,
    expressed: properties.expressed.enum.find((name) => name === flags.expressed),
    agreed_by: properties.agreed_by.enum.find((name) => name === flags.agreedBy),
    language: properties.language.enum.find((name) => name === flags.noticeLanguage),
  }
  const [told_at, agreed_at] = [readTime('--told-at', flags.toldAt), readTime('--agreed-at', flags.agreedAt)]
  const input = {
    brand_id: flags.brand,
    card_id: cardId,
    user_card_code: code,
    openid: flags.openid,
    invalid_reason: flags.reason,
    ...(notice === undefined ? {} : { notice_version: notice }),
    ...(reference === undefined ? {} : { reference }),
    ...(supersede === undefined ? {} : { supersede }),
  }
  const times = { told_at: formatTime(told_at), agreed_at: formatTime(agreed_at) }
  const faults = check(Recording, { ...input, ...times, ...present(given), channel: flags.channel })
  if (faults.length > 0 || channel === undefined) throw inputFailure(faults)
  return { ...input, channel, ...known, ...times }
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function readTime(option: string, text: string): number {
  const seconds = parseCellTime(text)
  if (seconds === undefined) throw new CommandFailure(words.badTime(option), exit.usage)
  return seconds
}

function stateOf(text: string | undefined) {
  if (text === undefined) return undefined
  const known = listing.input.properties.state.enum.find((name) => name === text)
  if (known === undefined) throw inputFailure(check(listing.input, { brand_id: '1', state: text }))
  return known
}

import { randomUUID } from 'node:crypto'
import type { Vault } from '@card-member/service/database'
import { joinCard } from '../domain/join-card.ts'
import { askForPoints, beginExchange, deleteUserCard } from '../domain/member-actions.ts'
import { encryptPersonalData } from '../domain/user-card-changes.ts'
import type { WriteOperation } from '../domain/write-operation.ts'
import type { Writer } from '../domain/writer.ts'
import type { MemberCard, MemberExchange, MemberJoin } from './controls.ts'

/** What acting as a member needs. */
export interface MemberContext {
  readonly vault: Vault
  readonly writer: Writer
  readonly clock: () => number
}

/** Acts as members do: by the platform's rules, in the same transactions, with the same notifications. */
export class Members {
  readonly #parts: MemberContext

  constructor(parts: MemberContext) {
    this.#parts = parts
  }

  /** Gets a card; the answer has no code when the merchant assigns it. */
  async join(input: MemberJoin): Promise<{ user_card_state: string; user_card_code?: string }> {
    const { vault } = this.#parts
    const { user_card_code, code_state, user_card_state } = await this.#write(
      'memberJoin',
      joinCard(vault),
      await encryptPersonalData(input, vault),
    )
    return code_state === 'PROVISIONAL' ? { user_card_state } : { user_card_state, user_card_code }
  }

  async delete(input: MemberCard): Promise<{ user_card_state: string }> {
    const { user_card_state } = await this.#write('memberDelete', deleteUserCard(this.#parts.vault), input)
    return { user_card_state }
  }

  async exchange(input: MemberExchange): Promise<{ record_id: string }> {
    const { record_id } = await this.#write('memberExchange', beginExchange(this.#parts.vault), { ...input, issue: input.issue ?? true })
    return { record_id }
  }

  async askForPoints(input: MemberCard): Promise<Record<string, never>> {
    await this.#write('memberAskForPoints', askForPoints(this.#parts.vault), input)
    return {}
  }

  #write<Input extends Pick<MemberCard, 'openid'>, Result>(
    operation: string,
    write: WriteOperation<Input, Result>,
    input: Input,
  ): Promise<Result> {
    const { writer, clock } = this.#parts
    const request_id = randomUUID().replaceAll('-', '')
    const caller = { caller_kind: 'member', caller_id: input.openid } as const
    return writer.submit(write, { input, ...caller, request_id, operation, now: Math.floor(clock() / 1000) })
  }
}

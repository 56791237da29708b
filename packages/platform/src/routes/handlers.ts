import {
  createCard as createCardOperation,
  Fault,
  getCard,
  getUserCard,
  importUserCardByOpenid,
  invalidateCard as invalidateCardOperation,
  invalidateUserCard as invalidateUserCardOperation,
  listCards,
  listUserCards,
  type Operation,
} from '@card-member/sdk/contract'
import type { Clock } from '@card-member/sdk/protocol'
import type { Call, Handlers } from '@card-member/service'
import { cardToWire } from '../subject/card.ts'
import { createCard } from '../subject/create-card.ts'
import { importUserCard, prepareImport } from '../subject/import-user-card.ts'
import { invalidateCard } from '../subject/invalidate-card.ts'
import { invalidateUserCard } from '../subject/invalidate-user-card.ts'
import { type Reading, readCard, readCards, readUserCard, readUserCards } from '../subject/read.ts'
import { toWire } from '../subject/user-card.ts'
import type { WriteCall } from '../subject/write.ts'
import type { Writer } from '../subject/writer.ts'
import type { Brand, Merchant, Tenants } from '../tenants/tenants.ts'

/** The operations that this platform serves, by id. */
export const served = {
  createCard: createCardOperation,
  listCards,
  getCard,
  invalidateCard: invalidateCardOperation,
  getUserCard,
  listUserCards,
  invalidateUserCard: invalidateUserCardOperation,
  importUserCardByOpenid,
} as const satisfies Record<string, Operation>

/** What the handlers stand on. */
export interface Subjects extends Reading {
  readonly writer: Writer
  readonly tenants: Tenants
  readonly clock: Clock
}

/** Each operation: who may, which rule, which words come back. */
export function handlersOf({ writer, vault, tenants, clock, store }: Subjects): Handlers<typeof served, Merchant> {
  const now = () => Math.floor(clock() / 1000)
  const reading = { store, vault }

  function authorise(brand_id: string, { caller }: Call<Merchant>): Brand {
    const brand = tenants.brand(brand_id)
    if (brand === undefined || !caller.brands.has(brand_id)) throw new Fault('no_auth')
    return brand
  }

  function write<Input>(input: Input, { caller, request_id, operation }: Call<Merchant>): WriteCall<Input> {
    return { input, mchid: caller.mchid, request_id, operation: operation.id, now: now() }
  }

  return {
    createCard: async (input, call) => {
      const { appids } = authorise(input.brand_id, call)
      if (!appids.has(input.appid)) throw new Fault('appid_not_bound')
      return writer.submit(createCard, write(input, call))
    },
    listCards: async (input, call) => {
      authorise(input.brand_id, call)
      return readCards(reading, input)
    },
    getCard: async (input, call) => {
      authorise(input.brand_id, call)
      return readCard(reading, input)
    },
    invalidateCard: async (input, call) => {
      authorise(input.brand_id, call)
      return cardToWire(await writer.submit(invalidateCard, write(input, call)))
    },
    getUserCard: async (input, call) => {
      authorise(input.brand_id, call)
      return readUserCard(reading, input, now())
    },
    listUserCards: async (input, call) => {
      authorise(input.brand_id, call)
      return readUserCards(reading, input, now())
    },
    invalidateUserCard: async (input, call) => {
      authorise(input.brand_id, call)
      return toWire(await writer.submit(invalidateUserCard, write(input, call)), vault, now())
    },
    importUserCardByOpenid: async (input, call) => {
      authorise(input.brand_id, call)
      return toWire(await writer.submit(importUserCard, write(await prepareImport(input, vault), call)), vault, now())
    },
  }
}

import { PlatformError } from '@card-member/sdk/contract'
import type { Clock } from '@card-member/sdk/protocol'
import type { HandlerContext, Handlers } from '@card-member/service'
import { activityToWire } from '../domain/activity.ts'
import { cardToWire } from '../domain/card.ts'
import { confirmExchange } from '../domain/confirm-exchange.ts'
import { confirmUserCard } from '../domain/confirm-user-card.ts'
import { createActivity } from '../domain/create-activity.ts'
import { createCard } from '../domain/create-card.ts'
import { createFeed } from '../domain/create-feed.ts'
import { createPayViewToken, createPreAuthToken } from '../domain/create-token.ts'
import { importUserCard } from '../domain/import-user-card.ts'
import { invalidateCard } from '../domain/invalidate-card.ts'
import { invalidateUserCard } from '../domain/invalidate-user-card.ts'
import { type ReadContext, readActivities, readActivity, readCard, readCards, readUserCard, readUserCards } from '../domain/read.ts'
import { syncPoints } from '../domain/sync-points.ts'
import { terminateActivity, updateActivity } from '../domain/update-activity.ts'
import { updateCard } from '../domain/update-card.ts'
import { updateUserCard } from '../domain/update-user-card.ts'
import { uploadImage } from '../domain/upload-image.ts'
import { userCardToWire } from '../domain/user-card.ts'
import { encryptPersonalData } from '../domain/user-card-changes.ts'
import type { WriteCall, WriteOperation } from '../domain/write-operation.ts'
import type { Writer } from '../domain/writer.ts'
import type { ImageStore } from '../store/images.ts'
import type { PlatformKeys } from '../tenants/platform-keys.ts'
import type { Principal } from '../tenants/principal.ts'
import type { Brand, Tenants } from '../tenants/tenants.ts'
import { downloadCertificates } from './certificates.ts'
import type { served } from './served.ts'

/** What the handlers stand on. */
export interface Subjects extends ReadContext {
  readonly writer: Writer
  readonly tenants: Tenants
  readonly keys: PlatformKeys
  readonly images: ImageStore
  readonly clock: Clock
  /** Whether templates may name a notify_url without TLS, on this machine. */
  readonly plain_notify_url: boolean
  /** Where uploaded images are served, known once the platform listens. */
  readonly mediaPrefix: () => string
}

type Context = HandlerContext<Principal>

/** What is checked of an input beyond its schema. */
interface Checked {
  readonly brand_id: string
  readonly card_picture_url?: string
  readonly notify_url?: string
}

const wechatPictures = 'https://wxpaylogo.qpic.cn/'

/** Each operation: who may, which rule, which words come back. */
export function handlersOf(subjects: Subjects): Handlers<typeof served, Principal> {
  const { writer, vault, tenants, keys, images, clock, store, mediaPrefix, plain_notify_url } = subjects
  const now = () => Math.floor(clock() / 1000)
  const reading = { store, vault }

  function authorise({ brand_id, card_picture_url, notify_url }: Checked, { caller }: Context): Brand {
    const brand = tenants.brand(brand_id)
    if (brand === undefined || !caller.brands.has(brand_id)) throw new PlatformError('no_auth')
    const prefixes = brand.picture_url_prefixes ?? [wechatPictures, mediaPrefix()]
    if (card_picture_url !== undefined && !prefixes.some((prefix) => card_picture_url.startsWith(prefix)))
      throw new PlatformError('param_error', {
        field: '/card_picture_url',
        issue: `must begin with ${prefixes.join(' or ')}`,
        location: 'body',
      })
    if (notify_url?.startsWith('http:') && !plain_notify_url)
      throw new PlatformError('param_error', {
        field: '/notify_url',
        issue: 'must begin with https:// outside a sandbox',
        location: 'body',
      })
    return brand
  }

  function write<Input, Result>(
    rule: WriteOperation<Input, Result>,
    input: Input,
    { caller, request_id, operation }: Context,
  ): Promise<Result> {
    const { kind: caller_kind, id: caller_id } = caller
    const call: WriteCall<Input> = { input, caller_kind, caller_id, request_id, operation: operation.id, now: now() }
    return writer.submit(rule, call)
  }

  /** A writing operation whose result goes out as it is. */
  function writing<Input extends Checked, Result>(rule: WriteOperation<Input, Result>) {
    return async (input: Input, context: Context): Promise<Result> => {
      authorise(input, context)
      return write(rule, input, context)
    }
  }

  function reads<Input extends { brand_id: string }, Result>(read: (input: Input) => Promise<Result>) {
    return async (input: Input, context: Context): Promise<Result> => {
      authorise(input, context)
      return read(input)
    }
  }

  return {
    createCard: async (input, context) => {
      const { appids } = authorise(input, context)
      if (!appids.has(input.appid)) throw new PlatformError('appid_not_bound')
      return write(createCard, input, context)
    },
    listCards: reads((input) => readCards(reading, input)),
    getCard: reads((input) => readCard(reading, input)),
    updateCard: async (input, context) => cardToWire(await writing(updateCard)(input, context)),
    invalidateCard: async (input, context) => cardToWire(await writing(invalidateCard)(input, context)),
    getUserCard: reads((input) => readUserCard(reading, input, now())),
    listUserCards: reads((input) => readUserCards(reading, input, now())),
    updateUserCard: async (input, context) =>
      userCardToWire(await writing(updateUserCard)(await encryptPersonalData(input, vault), context), vault, now()),
    confirmUserCard: async (input, context) =>
      userCardToWire(await writing(confirmUserCard)(await encryptPersonalData(input, vault), context), vault, now()),
    invalidateUserCard: async (input, context) => userCardToWire(await writing(invalidateUserCard)(input, context), vault, now()),
    importUserCardByOpenid: async (input, context) =>
      userCardToWire(await writing(importUserCard)(await encryptPersonalData(input, vault), context), vault, now()),
    createPreAuthToken: writing(createPreAuthToken),
    createPayViewToken: writing(createPayViewToken),
    createUserFeed: writing(createFeed),
    syncUserPoints: writing(syncPoints),
    confirmExchangeCoupon: writing(confirmExchange),
    createActivity: writing(createActivity),
    listActivities: reads((input) => readActivities(reading, input, now())),
    getActivity: reads((input) => readActivity(reading, input, now())),
    updateActivity: async (input, context) => activityToWire(await writing(updateActivity)(input, context), now()),
    terminateActivity: async (input, context) => activityToWire(await writing(terminateActivity)(input, context), now()),
    uploadImage: async (input) => ({ media_url: mediaPrefix() + (await uploadImage(input, images)) }),
    downloadCertificates: (_input, { caller }) => downloadCertificates(keys.certificates, caller.apiv3_key),
  }
}

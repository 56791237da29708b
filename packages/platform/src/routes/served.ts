import { brandDirectVariant, contract, downloadCertificates, type Operation } from '@card-member/sdk/contract'
import type { OperationVariant } from '@card-member/service'
import type { Principal } from '../tenants/principal.ts'

const { cards, userCards, tokens, feeds, points, activities, images } = contract

/** The operations that this platform serves, by id. */
export const served = {
  createCard: cards.create,
  listCards: cards.list,
  getCard: cards.get,
  updateCard: cards.update,
  invalidateCard: cards.invalidate,
  getUserCard: userCards.get,
  listUserCards: userCards.list,
  updateUserCard: userCards.update,
  confirmUserCard: userCards.confirm,
  invalidateUserCard: userCards.invalidate,
  importUserCardByOpenid: userCards.importByOpenid,
  createPreAuthToken: tokens.createPreAuth,
  createPayViewToken: tokens.createPayView,
  createUserFeed: feeds.create,
  syncUserPoints: points.sync,
  confirmExchangeCoupon: points.confirmExchange,
  createActivity: activities.create,
  listActivities: activities.list,
  getActivity: activities.get,
  updateActivity: activities.update,
  terminateActivity: activities.terminate,
  uploadImage: images.upload,
  downloadCertificates,
} as const satisfies Record<string, Operation>

/** How a brand that calls for itself reaches the same operations: under another path, and its brand_id is known. */
export const brandDirect: OperationVariant<Principal> = {
  variantOf: brandDirectVariant,
  complete: ({ brands }) => ({ brand_id: [...brands][0] }),
}

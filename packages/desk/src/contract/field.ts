import { getUserCard, importUserCardByOpenid, Type } from '@card-member/sdk/contract'
import { roles } from './permission.ts'

const { brand_id, card_id, user_card_code, openid } = getUserCard.input.properties

/** Fields that the API of WeChat Pay names too, as it has them. */
export const BrandId = brand_id
export const CardId = card_id
export const UserCardCode = user_card_code
export const OpenId = openid
export const Time = importUserCardByOpenid.reply.properties.create_time

/** 1 to 32 characters; the platform shows it from then on. */
export const Reason = Type.String({ minLength: 1, maxLength: 32, description: '失效原因, shown by the platform from then on.' })
/** An id of the desk's own. */
export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]*$', description: 'An id of the desk.' })
/** SHA-256 in lower-case hex. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, lower-case hex.' })
/** Why somebody wants something; stands in the audit log. */
export const Why = Type.String({ minLength: 1, maxLength: 200, description: 'Why; stands in the audit log.' })
/** A code of the second factor. */
export const Totp = Type.String({
  minLength: 6,
  maxLength: 32,
  description: 'A code of the second factor: six digits. Blanks between and around them and full-width digits are understood.',
})
/** Name of a connection; the only one of the brand when left out. */
export const ConnectionName = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Name of a connection that serves the brand; may be left out where there is one.',
})
/** A role for a brand; `*` stands for every brand. */
export const GrantField = Type.Object({
  brand_id: Type.String({ minLength: 1, maxLength: 32, pattern: '^([0-9A-Za-z_-]*|\\*)$' }),
  role: Type.Enum(namesOf(roles)),
})
/** A list's query. */
export const PageQuery = {
  offset: Type.Optional(Type.Integer({ minimum: 0, description: 'Default 0.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default 20.' })),
}

function namesOf<T extends object>(record: T): (keyof T & string)[] {
  return Object.keys(record).filter((name): name is keyof T & string => name in record)
}

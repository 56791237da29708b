import { getUserCard, importUserCardByOpenid, Type } from '@card-member/sdk/contract'
import { roles } from './permission.ts'

const { brand_id, card_id, user_card_code, openid } = getUserCard.input.properties

/** Fields of the API of WeChat Pay. */
export const BrandId = brand_id
export const CardId = card_id
export const UserCardCode = user_card_code
export const OpenId = openid
export const Time = importUserCardByOpenid.reply.properties.create_time

/** 1 to 32 characters; the platform shows it afterwards. */
export const Reason = Type.String({ minLength: 1, maxLength: 32, description: '失效原因: why the card ends; the platform shows it.' })
/** An id that the desk makes. */
export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]*$', description: 'An id that the desk made.' })
/** The address of one member's card: template, code, OpenID and connection, encrypted by the desk, so that no URL holds them. */
export const CardRef = Type.String({
  minLength: 1,
  maxLength: 1024,
  pattern: '^[0-9A-Za-z_-]*$',
  description: "The desk's address of one member's card, from an answer of the desk. The same card has the same address.",
})
/** SHA-256 in lower-case hex. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, lower-case hex.' })
/** A reason, for the audit log. */
export const Why = Type.String({ minLength: 1, maxLength: 200, description: 'The reason; it is written to the audit log.' })
/** The name of a staff member. */
export const StaffName = Type.String({ minLength: 1, maxLength: 64 })
/** What people call a staff member. */
export const FullName = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'What people call them, such as `王敏`. Two may have the same; it is shown with the name of the account beside it.',
})
/** A password as it is typed. */
export const Password = Type.String({ minLength: 1, maxLength: 1024 })
/** A code of the second factor. */
export const Totp = Type.String({
  minLength: 6,
  maxLength: 32,
  description: 'A code of the second factor: six digits. Spaces and full-width digits are accepted.',
})
/** Name of a connection. Default: the only one that serves the brand and is no sandbox. */
export const ConnectionName = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Name of a connection that serves the brand. Optional when only one does, apart from sandboxes.',
})
/** A role for a brand; `*` means every brand. */
export const GrantField = Type.Object({
  brand_id: Type.String({ minLength: 1, maxLength: 32, pattern: '^([0-9A-Za-z_-]*|\\*)$' }),
  role: Type.Enum(namesOf(roles)),
})
const Day = (description: string) => Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description })
/** The days of a list, in Beijing. */
export const DayQuery = {
  from_day: Type.Optional(Day('The first Beijing day, such as `2026-11-25`.')),
  to_day: Type.Optional(Day('The last Beijing day, which is included.')),
}
/** The most of a long list that is counted, and that can be left out by an offset: behind it a list is read on from a row's id. */
export const countedMost = 10_000

/** How many match, of a list that may have a million. */
export const CountedTotal = Type.Integer({ description: `How many match; ${countedMost} stands for as many or more.` })

/** One page of a list that may have a million rows: from its beginning, or from a row of it. */
export const LongPageQuery = {
  after: Type.Optional(Type.String({ ...Id, description: 'Those behind the one with this id: older ones.' })),
  before: Type.Optional(Type.String({ ...Id, description: 'Those just before the one with this id: newer ones.' })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: countedMost, description: 'Default 0. Further down, use `after`.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default 20.' })),
}

/** The query of a list. */
export const PageQuery = {
  offset: Type.Optional(Type.Integer({ minimum: 0, description: 'Default 0.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default 20.' })),
}

function namesOf<T extends object>(record: T): (keyof T & string)[] {
  return Object.keys(record).filter((name): name is keyof T & string => name in record)
}

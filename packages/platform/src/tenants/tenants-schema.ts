import { type Static, Type } from '@card-member/sdk/contract'

const closed = { additionalProperties: false } as const
const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]+$' })
const FileName = Type.String({ minLength: 1 })
const Time = Type.String({ format: 'date-time' })
const KeyId = Type.String({ pattern: '^(PUB_KEY_ID_[0-9]{1,40}|[0-9A-Fa-f]{40})$' })
const SerialNo = Type.String({ pattern: '^[0-9A-Fa-f]{1,64}$' })
const RateLimit = Type.Integer({ minimum: 0 })

/** One signing key: with an id, or with a certificate, which has id and validity. */
const PlatformKeySection = Type.Object(
  {
    key_id: Type.Optional(KeyId),
    certificate_file: Type.Optional(FileName),
    private_key_file: FileName,
    effective_time: Type.Optional(Time),
    expire_time: Type.Optional(Time),
  },
  closed,
)
/** One key that the platform signs with. */
export type PlatformKeySection = Static<typeof PlatformKeySection>

/** Seconds to wait after each failed delivery of a notification, or the name of a preset. */
const NotifyRetry = Type.Union([
  Type.Enum(['general', 'member_card']),
  Type.Array(Type.Integer({ minimum: 1, maximum: 86_400 }), { minItems: 1 }),
])
/** When a notification is sent again: seconds to wait after each failure, or the name of a preset. */
export type NotifyRetry = Static<typeof NotifyRetry>

const PlatformSection = Type.Object(
  {
    key_id: Type.Optional(KeyId),
    private_key_file: Type.Optional(FileName),
    /** More keys, for a key change. */
    keys: Type.Optional(Type.Array(PlatformKeySection)),
    storage_key_file: Type.Optional(FileName),
    notify_retry: Type.Optional(NotifyRetry),
    /** Also serves the paths of older documents. */
    legacy_paths: Type.Optional(Type.Boolean()),
  },
  closed,
)

const keyFields = {
  serial_no: Type.Optional(SerialNo),
  public_key_file: Type.Optional(FileName),
  certificate_file: Type.Optional(FileName),
}
const KeySection = Type.Object(keyFields, closed)
/** How a caller's public key is named. */
export type KeySection = Static<typeof KeySection>

const MerchantSection = Type.Object(
  {
    mchid: Type.String({ pattern: '^[0-9]{8,32}$' }),
    ...keyFields,
    apiv3_key_file: Type.Optional(FileName),
    brands: Type.Array(Id),
    rate_limit_per_second: Type.Optional(RateLimit),
    /** Lets notifications go to addresses that are not public. */
    allow_private_notify_url: Type.Optional(Type.Boolean()),
  },
  closed,
)
/** One merchant of a tenants file. */
export type MerchantSection = Static<typeof MerchantSection>

const BrandSection = Type.Object(
  {
    brand_id: Id,
    name: Type.Optional(Type.String()),
    appids: Type.Array(Id),
    /** The brand's own certificates, when it calls for itself. */
    keys: Type.Optional(Type.Array(KeySection)),
    /** The 32-byte key of the brand's own notifications. */
    apiv3_key_file: Type.Optional(FileName),
    rate_limit_per_second: Type.Optional(RateLimit),
    allow_private_notify_url: Type.Optional(Type.Boolean()),
    /** Allowed beginnings of a card_picture_url; default: this platform's media_url and WeChat Pay's. */
    picture_url_prefixes: Type.Optional(Type.Array(Type.String({ pattern: '^https?://' }), { minItems: 1 })),
  },
  closed,
)
/** One brand of a tenants file. */
export type BrandSection = Static<typeof BrandSection>

/** A tenants file as written. */
export const TenantsFile = Type.Object(
  { platform: Type.Optional(PlatformSection), merchants: Type.Array(MerchantSection), brands: Type.Array(BrandSection) },
  closed,
)
/** A tenants file as written. */
export type TenantsFile = Static<typeof TenantsFile>

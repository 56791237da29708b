/** Somebody with an account. Rows are never deleted, so that the audit log can name them; accounts are disabled. */
interface StaffTable {
  id: string
  name: string
  /** The name as it is compared: normalised, in lower case. */
  name_key: string
  /** What the OpenID Connect provider calls them, as it is compared; their `name_key` unless another one was given. */
  sign_in_name: string
  create_time: number
  update_time: number
  disabled_time: number | null
}

/** Passwords. Who signs in by a provider alone has none. */
interface PasswordsTable {
  staff_id: string
  /** A PHC string. */
  password_hash: string
  update_time: number
}

/** What somebody proves themselves with beside the password. */
interface SecondFactorsTable {
  id: string
  staff_id: string
  kind: 'totp'
  /** The secret that the authenticator and the desk share, sealed. */
  sealed_secret: string
  create_time: number
}

/** Who staff are at the OpenID Connect provider. */
interface OidcIdentitiesTable {
  issuer: string
  subject: string
  staff_id: string
  create_time: number
}

/** A signed-in browser. Its token is in the cookie alone. */
interface SessionsTable {
  id: string
  token_hash: string
  staff_id: string
  create_time: number
  /** Of the last request, to within a minute. */
  last_used_time: number
  expire_time: number
  /** When a code of the second factor was given last; null when none was given in this session. */
  second_factor_time: number | null
}

/** A role that somebody holds for a brand, or for every brand as `*`. */
interface GrantsTable {
  brand_id: string
  staff_id: string
  role: string
  granted_by: string
  time: number
}

/** Recent failures of signing in, by a hash of what they are counted for. */
interface SignInFailuresTable {
  key_hash: string
  /** A hash of the name that they were for; null where they are counted for an address alone. */
  name_hash: string | null
  failures: number
  /** Of the first failure or the last one, whichever the limit counts from. */
  time: number
}

/** The addresses that a name signed in from, by a hash of both. */
interface KnownAddressesTable {
  key_hash: string
  expire_time: number
}

/** The link of the first start; at most one row. */
interface SetUpLinksTable {
  token_hash: string
  expire_time: number
}

/** Accounts and what they may do. */
export interface StaffTables {
  staff: StaffTable
  passwords: PasswordsTable
  second_factors: SecondFactorsTable
  oidc_identities: OidcIdentitiesTable
  sessions: SessionsTable
  grants: GrantsTable
  sign_in_failures: SignInFailuresTable
  known_addresses: KnownAddressesTable
  set_up_links: SetUpLinksTable
}

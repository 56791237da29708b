/** Someone with an account. People are never deleted, so that the audit log can name them; they are disabled. */
interface Staff {
  id: string
  name: string
  /** The name as it is compared: normalised, in lower case. */
  name_key: string
  /** What the provider of OpenID Connect calls them, as it is compared; their `name_key` unless told otherwise. */
  sign_in_name: string
  /** The secret of the second factor, encrypted. */
  second_factor: string
  create_time: number
  update_time: number
  disabled_time: number | null
}

/** A way to sign in: `credential` holds a password's hash, `oidc` the issuer and the subject at the provider. */
interface Accounts {
  id: string
  provider_id: string
  account_id: string
  staff_id: string
  password_hash: string | null
  create_time: number
  update_time: number
}

/** A signed-in browser. Its token stands in the cookie alone; here is the hash. */
interface Sessions {
  id: string
  token_hash: string
  staff_id: string
  create_time: number
  /** When it was used last, give or take a minute. */
  update_time: number
  expire_time: number
  second_factor_time: number | null
}

/** A role that someone holds for a brand, or for every brand as `*`. */
interface Grants {
  brand_id: string
  staff_id: string
  role: string
  granted_by: string
  time: number
}

/** Failures of late, by the hash of what they are counted for. */
interface SignInFailures {
  key_hash: string
  /** The name that they were for, by its hash; null for those of an address. */
  name_hash: string | null
  failures: number
  /** Of the last failure, or of the first for addresses. */
  time: number
}

/** Where a name was signed in from, by the hash of both. */
interface SignInPlaces {
  key_hash: string
  expire_time: number
}

/** The link of the first start; at most one row. */
interface SetUpLinks {
  token_hash: string
  expire_time: number
}

/** Accounts and what they may do. */
export interface StaffTables {
  staff: Staff
  accounts: Accounts
  sessions: Sessions
  grants: Grants
  sign_in_failures: SignInFailures
  sign_in_places: SignInPlaces
  set_up_links: SetUpLinks
}

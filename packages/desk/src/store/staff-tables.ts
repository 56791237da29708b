/** Somebody with an account. Rows are never deleted, so that the audit log can name them; accounts are disabled. */
interface StaffTable {
  id: string
  name: string
  /** The name as it is compared: normalised, in lower case. */
  name_key: string
  /** What people call them; null while nobody said. */
  full_name: string | null
  /** What the OpenID Connect provider calls them, as it is compared; their `name_key` unless another one was given. */
  sign_in_name: string
  create_time: number
  update_time: number
  disabled_time: number | null
  /** When they lost the permission to administer last. */
  administer_end_time: number | null
}

/** Passwords. Who signs in by a provider alone has none. */
interface PasswordsTable {
  staff_id: string
  /** A PHC string. */
  password_hash: string
  update_time: number
}

/** Authenticators that show codes (TOTP); one for each staff member. */
interface TotpSecretsTable {
  staff_id: string
  /** The secret that the authenticator and the desk share, sealed. */
  sealed_secret: string
  create_time: number
  /** The time step of the last code that was accepted: no code of it or of an earlier one is accepted again. */
  last_step: number | null
}

/** Passkeys (WebAuthn credentials). A staff member may have several. */
interface PasskeysTable {
  /** The credential id, base64url. */
  id: string
  staff_id: string
  /** What its owner calls it. */
  name: string
  /** COSE, base64url. */
  public_key: string
  /** How often it signed, as the authenticator counts; 0 when it does not count. */
  counter: number
  /** 1 when a copy is kept elsewhere, as those are that a person's devices share; else 0. */
  backed_up: number
  /** How browsers reach it, with commas. */
  transports: string
  create_time: number
  last_used_time: number | null
}

/** Challenges of WebAuthn that were answered, until they expire: each is accepted once. */
interface UsedChallengesTable {
  challenge: string
  expire_time: number
}

/** Invitations: the first one of a desk without staff, those of new staff, and those for a lost second factor. */
interface InvitationsTable {
  id: string
  /** Of the token in the link; the token itself is stored nowhere. */
  token_hash: string
  kind: 'first' | 'new' | 'renewal'
  /** Whom the account belongs to, or will. */
  staff_id: string
  /** Null for the first one, whose holder chooses. */
  name: string | null
  full_name: string | null
  sign_in_name: string | null
  /** JSON of a list of grants. */
  grants: string
  invited_by: string
  /** The administrator who confirmed it, whose code its holder needs; null where nobody did. */
  confirmed_by: string | null
  state: 'waiting' | 'open' | 'used' | 'stopped'
  create_time: number
  /** Null while it waits. */
  expire_time: number | null
}

/** Who staff are at the OpenID Connect provider. */
interface OidcIdentitiesTable {
  issuer: string
  subject: string
  staff_id: string
  create_time: number
}

/** A signed-in browser or terminal. Its token is in the cookie or the session file alone. */
interface SessionsTable {
  id: string
  token_hash: string
  staff_id: string
  create_time: number
  /** Of the last request, to within a minute. */
  last_used_time: number
  expire_time: number
  /** When a second factor was given last; null when none was given in this session. */
  second_factor_time: number | null
  /** The time step of the code that was given last, which may be given again in this session alone. */
  second_factor_step: number | null
  method: 'browser' | 'command'
  /** What the browser or the machine calls itself. */
  device: string
  address: string
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

/** Accounts and what they may do. */
export interface StaffTables {
  staff: StaffTable
  passwords: PasswordsTable
  totp_secrets: TotpSecretsTable
  passkeys: PasskeysTable
  used_challenges: UsedChallengesTable
  invitations: InvitationsTable
  oidc_identities: OidcIdentitiesTable
  sessions: SessionsTable
  grants: GrantsTable
  sign_in_failures: SignInFailuresTable
  known_addresses: KnownAddressesTable
}

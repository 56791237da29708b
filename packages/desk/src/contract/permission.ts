/** What people may be allowed to do, each apart from the others. */
export const permissions = [
  'look_up',
  'reveal',
  'record_consent',
  'invalidate',
  'prepare_batch',
  'approve_batch',
  'run_batch',
  'export',
  'audit',
  'administer',
] as const

/** One thing that people may be allowed to do. */
export type Permission = (typeof permissions)[number]

/** Roles are sets of permissions, held for one brand or for all of them. New people have none. */
export const roles = {
  /** Sees cards and batches, personal data masked. */
  viewer: ['look_up'],
  /** Serves members one by one. */
  clerk: ['look_up', 'reveal', 'record_consent', 'invalidate'],
  /** Prepares, checks and runs batches. */
  author: ['look_up', 'record_consent', 'prepare_batch', 'run_batch', 'export'],
  /** Approves what others have prepared. */
  approver: ['look_up', 'approve_batch'],
  /** All work on members and batches; still never approves a batch of their own. */
  manager: ['look_up', 'reveal', 'record_consent', 'invalidate', 'prepare_batch', 'approve_batch', 'run_batch', 'export'],
  /** Reads the audit log. */
  auditor: ['look_up', 'audit', 'export'],
  /** Looks after people and settings; touches no member's card. */
  admin: ['administer'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>

/** Name of a role. */
export type Role = keyof typeof roles

/** A role that someone holds for one brand, or for every brand as `*`. */
export interface Grant {
  readonly brand_id: string
  readonly role: Role
}

/** Whether a text names a role. */
export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name)
}

/** Whether grants allow something for a brand; for what concerns no brand, `*`. */
export function allows(grants: readonly Grant[], permission: Permission, brand_id: string): boolean {
  return grants.some((grant) => {
    const set: readonly Permission[] = roles[grant.role]
    return (grant.brand_id === '*' || grant.brand_id === brand_id) && set.includes(permission)
  })
}

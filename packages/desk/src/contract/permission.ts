/** The permissions that staff may have; each is independent of the others. */
export const permissions = [
  'look_up',
  'reveal',
  'record_consent',
  'invalidate',
  'prepare_batch',
  'approve_batch',
  'run_batch',
  'export',
  'rehearse',
  'audit',
  'administer',
] as const

/** A permission that staff may have. */
export type Permission = (typeof permissions)[number]

/** Roles are sets of permissions for one brand or for every brand. New staff have none. */
export const roles = {
  /** Sees cards and batches, personal data masked. */
  viewer: ['look_up'],
  /** Serves members one by one. */
  clerk: ['look_up', 'reveal', 'record_consent', 'invalidate'],
  /** Prepares, checks and runs batches. */
  author: ['look_up', 'record_consent', 'prepare_batch', 'run_batch', 'export', 'rehearse'],
  /** Approves batches of others. */
  approver: ['look_up', 'approve_batch'],
  /** All work on members and batches, except the approval of their own batches. */
  manager: ['look_up', 'reveal', 'record_consent', 'invalidate', 'prepare_batch', 'approve_batch', 'run_batch', 'export', 'rehearse'],
  /** Reads the audit log. */
  auditor: ['look_up', 'audit', 'export'],
  /** Manages staff and settings; has no access to cards. */
  admin: ['administer'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>

/** Name of a role. */
export type Role = keyof typeof roles

/** A role of a staff member for one brand; `*` means every brand. */
export interface Grant {
  readonly brand_id: string
  readonly role: Role
}

/** Whether a text names a role. */
export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name)
}

/** Whether grants include a permission for a brand; `*` for what concerns no brand. */
export function allows(grants: readonly Grant[], permission: Permission, brand_id: string): boolean {
  return grants.some((grant) => {
    const set: readonly Permission[] = roles[grant.role]
    return (grant.brand_id === '*' || grant.brand_id === brand_id) && set.includes(permission)
  })
}

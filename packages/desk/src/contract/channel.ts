/** How a member was informed. */
export const channels = ['sms', 'phone', 'store', 'online', 'mail'] as const
/** How a member was informed. */
export type Channel = (typeof channels)[number]

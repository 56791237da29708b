/**
 * What a sandbox can let go wrong: with calls, and with notifications. The same as `@card-member/service/sandbox-wire` has, which no part of
 * the contract imports: what reads the controls fails its type check where they differ.
 */
export const rehearsalFaults = {
  calls: [
    'answer_lost',
    'connection_reset',
    'delay',
    'rate_limited',
    'system_error',
    'bad_gateway',
    'wrong_signature',
    'signature_probe',
    'wrong_serial',
    'skewed_clock',
  ],
  notifications: ['notification_duplicate', 'notification_reorder', 'notification_late'],
} as const

/** What can go wrong in a sandbox. */
export type RehearsalFault = (typeof rehearsalFaults)[keyof typeof rehearsalFaults][number]

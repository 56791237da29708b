/** Faults of calls. */
export const callFaults = [
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
] as const
/** Faults of notifications. */
export const notificationFaults = ['notification_duplicate', 'notification_reorder', 'notification_late'] as const
/** Any fault. */
export type FaultKind = (typeof callFaults)[number] | (typeof notificationFaults)[number]

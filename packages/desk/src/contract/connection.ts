/** Who signs the calls of a connection: a merchant for its brands, or a brand for itself. */
export const callerKinds = ['merchant', 'brand'] as const
/** Who signs the calls of a connection. */
export type CallerKind = (typeof callerKinds)[number]

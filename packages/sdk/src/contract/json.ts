/** A value that JSON can write. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** An object that JSON can write. */
export interface JsonObject {
  readonly [name: string]: Json
}

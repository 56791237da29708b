import type { Language } from './language.ts'

/**
 * The words of another language: the same names as the Chinese ones, a text for a text, and for a function one that takes the same.
 * A missing word fails the type check.
 */
export type Translated<W> = {
  readonly [Key in keyof W]: W[Key] extends string
    ? string
    : W[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Translated<W[Key]>
}

/** The words of one area of the console in each language. */
export type Words<W> = Readonly<Record<Language, Translated<W>>>

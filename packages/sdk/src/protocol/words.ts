/** Languages that messages exist in. */
export type Language = 'en' | 'zh-CN'

/** A message in each language. */
export type Words = Readonly<Record<Language, string>>

import type { Translated } from '../words.ts'
import type { zh } from '../zh-CN/people.ts'

export const en: Translated<typeof zh> = {}

import type { Translated } from '../words.ts'
import type { zh } from '../zh-CN/cards.ts'

export const en: Translated<typeof zh> = {}

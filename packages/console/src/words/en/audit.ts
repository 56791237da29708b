import type { Translated } from '../words.ts'
import type { zh } from '../zh-CN/audit.ts'

export const en: Translated<typeof zh> = {}

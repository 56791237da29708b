import type { Translated } from '../words.ts'
import type { zh } from '../zh-CN/connections.ts'

export const en: Translated<typeof zh> = {}

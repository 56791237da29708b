import type { Translated } from '../words.ts'
import type { zh } from '../zh-CN/batches.ts'

export const en: Translated<typeof zh> = {}

import { en } from './en/invalidate.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/invalidate.ts'

export const invalidateWords: Words<typeof zh> = { 'zh-CN': zh, en }

import { en } from './en/batches.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/batches.ts'

export const batchWords: Words<typeof zh> = { 'zh-CN': zh, en }

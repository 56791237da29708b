import { en } from './en/connections.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/connections.ts'

export const connectionWords: Words<typeof zh> = { 'zh-CN': zh, en }

import { en } from './en/today.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/today.ts'

export const todayWords: Words<typeof zh> = { 'zh-CN': zh, en }

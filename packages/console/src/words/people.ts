import { en } from './en/people.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/people.ts'

export const peopleWords: Words<typeof zh> = { 'zh-CN': zh, en }

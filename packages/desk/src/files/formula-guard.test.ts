import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardFormula, unguardFormula } from './formula-guard.ts'

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(';', ',', '|', '"', "'", '=', '+', '-', '@', '\t', '\r', '\n', ' ', '＝'),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  ),
})

test('what a spreadsheet would calculate becomes text', () => {
  expect(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r1', ' =1', '＝1', "'=1"].map(guardFormula)).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "'\t'=1",
    "'\r1",
    "' =1",
    "'＝1",
    "''=1",
  ])
  expect(['', 'a=1', "'quoted'", '478515832665', "O'Hara"].map(guardFormula)).toEqual(['', 'a=1', "'quoted'", '478515832665', "O'Hara"])
})

test('taking the guard away gives back every text', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(unguardFormula(guardFormula(value))).toBe(value)
    }),
  )
})

test('no guarded text begins as a formula does', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(guardFormula(value)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
    }),
  )
})

test('no formula begins behind a separator that a spreadsheet of another country cuts at', () => {
  expect(['x;=1+1', 'x,+1', 'x\t-1', 'x|@a', 'x；＝1', 'x，＋1', 'x;"=1"', 'x; =1', "x;'=1", 'x\n=1'].map(guardFormula)).toEqual([
    "x;'=1+1",
    "x,'+1",
    "x\t'-1",
    "x|'@a",
    "x；'＝1",
    "x，'＋1",
    'x;\'"=1"',
    "x;' =1",
    "x;''=1",
    "x\n'=1",
  ])
  fc.assert(
    fc.property(text, (value) => {
      expect(guardFormula(value)).not.toMatch(/[;,\t|\r\n，；]["\s]*[=+\-@＝＋－＠]/)
    }),
  )
})

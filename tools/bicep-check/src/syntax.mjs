// Parsing, and the few questions that every check asks of the syntax tree.
import { createRequire } from 'node:module'
import fs from 'node:fs'

const require = createRequire(import.meta.url)
const Parser = require('tree-sitter')
const parser = new Parser()
parser.setLanguage(require('tree-sitter-bicep'))

/** The grammar knows no parameter files: their assignments are read as variables, at the same places. */
export function parse(file) {
  const text = fs.readFileSync(file, 'utf8')
  return parser.parse(file.endsWith('.bicepparam') ? text.replace(/^param /gm, 'var   ') : text).rootNode
}

export const children = node => node.namedChildren.filter(child => !/comment/.test(child.type))

export const isName = node => node.type === 'identifier' || node.type === 'compatible_identifier'

/** The text of a string without interpolation, else null. */
export function literal(node) {
  if (node.type !== 'string' || !children(node).every(part => part.type === 'string_content' || part.type === 'escape_sequence')) return null
  return node.text.replace(/^'+|'+$/g, '')
}

/** The key and value of an object's property; the key is null when it is computed. */
export function keyAndValue(property) {
  const [key, ...rest] = children(property)
  return { key: isName(key) ? key.text : literal(key), keyNode: key, value: rest.at(-1) ?? key }
}

export const properties = object => children(object).filter(child => child.type === 'object_property')

/** The value of a property of an object literal, or undefined. */
export const property = (object, name) => properties(object).map(keyAndValue).find(p => p.key === name)?.value

/** Every node of a tree that satisfies a test. */
export function* search(node, test) {
  if (test(node)) yield node
  for (const child of node.children) yield* search(child, test)
}

/** What the parser could not make sense of. */
export const syntaxErrors = root => [...search(root, node => node.type === 'ERROR' || node.isMissing)]

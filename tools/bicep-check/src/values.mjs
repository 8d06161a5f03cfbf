// Checks values against shapes: properties that do not exist, are missing, or have a value that is not allowed.
import { children, keyAndValue, literal, properties, property } from './syntax.mjs'
import { discriminatorOf, expectation, shapeOf } from './schema.mjs'

const LITERALS = { string: 'string', number: 'int', boolean: 'bool', object: 'object', array: 'array', for_statement: 'array' }

/** Checks a value; where names it in findings, such as "account: properties.sku". */
export function checkValue(node, shape, where, report) {
  switch (node.type) {
    case 'parenthesized_expression':
      return children(node).forEach(child => checkValue(child, shape, where, report))
    case 'ternary_expression':
      return children(node).slice(1).forEach(branch => checkValue(branch, shape, where, report))
  }
  const expected = expectation(shape.spec), kind = LITERALS[node.type]
  if (!kind) return
  if (kind !== expected.kind) return report(node, `${where} wants ${article(expected.kind)}, got ${article(kind)}`)
  if (kind === 'object') return checkObject(node, shape, where, report)
  if (kind === 'array') {
    const items = node.type === 'array' ? children(node) : [loopBody(node)]
    return items.forEach(item => checkValue(item, shape.item ?? shapeOf(expected.item), `${where}[]`, report))
  }
  const text = literal(node)
  if (text !== null && expected.allowed?.length && !expected.allowed.includes(text))
    report(node, `${where} is '${text}', allowed: ${expected.allowed.join(', ')}`)
}

/** Checks an object; properties in also may stand in it whatever its shape says. */
export function checkObject(node, shape, where, report, also = new Set()) {
  const variant = variantOf(node, shape, where, report), seen = new Set()
  const known = new Map([...shape.properties, ...(variant?.properties ?? [])])
  const any = shape.any ?? (expectation(shape.spec).item ? shapeOf(expectation(shape.spec).item) : null)
  const open = known.size === 0 && shape.variants.size === 0
  for (const { key, keyNode, value } of properties(node).map(keyAndValue)) {
    if (key !== null && seen.has(key)) report(keyNode, `${where}: '${key}' stands here twice`)
    seen.add(key)
    if (key !== null && known.has(key)) checkValue(value, known.get(key), join(where, key), report)
    else if (any) checkValue(value, any, join(where, key ?? '*'), report)
    else if (key !== null && !open && !also.has(key)) report(keyNode, `${where}: no property '${key}'${suggestion(key, known)}`)
  }
  for (const [key, { required }] of known)
    if (required && !seen.has(key)) report(node, `${where}: required '${key}' is missing`)
}

function variantOf(node, shape, where, report) {
  const discriminator = discriminatorOf(shape)
  if (!discriminator) return null
  const value = property(node, discriminator), name = value && literal(value)
  if (!value) report(node, `${where}: required '${discriminator}' is missing`)
  else if (name !== null && !shape.variants.has(name))
    report(value, `${join(where, discriminator)} is '${name}', allowed: ${[...shape.variants.keys()].join(', ')}`)
  return shape.variants.get(name) ?? anyVariant(shape, discriminator)
}

/** When it cannot be seen which variant an object is, it may have the properties of all of them, with anything in them. */
function anyVariant(shape, discriminator) {
  const all = [...shape.variants.values()].flatMap(variant => [...variant.properties])
  return { properties: new Map([...all.map(([key, { spec }]) => [key, shapeOf(spec)]), [discriminator, shapeOf('string')]]) }
}

const loopBody = node => node.childForFieldName('body') ?? children(node).at(-1)
const join = (where, key) => (where.endsWith(':') ? `${where} ${key}` : `${where}.${key}`)
const article = kind => (/^[aio]/.test(kind) ? `an ${kind}` : `a ${kind}`)

function suggestion(key, known) {
  const near = [...known.keys()].find(name => name.toLowerCase() === key.toLowerCase())
  return near ? `, did you mean '${near}'?` : ''
}

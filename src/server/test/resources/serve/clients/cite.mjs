// Reads the formats of a citation.
// usage: node cite.mjs ADDRESS
import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-csl'
import '@citation-js/plugin-ris'

for (const format of ['bib', 'ris', 'csl']) {
  const answer = await fetch(`${process.argv[2]}&format=${format}`)
  const [entry] = (await Cite.async(await answer.text())).data
  console.log([format, entry.title, entry.issued['date-parts'][0][0], entry.URL].join('\t'))
}

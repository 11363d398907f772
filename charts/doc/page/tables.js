// Makes the tables of a page sortable by the heads of their columns. Without it
// they stand complete, in their own order.
(function () {
  'use strict';
  var list = function (of, what) { return Array.prototype.slice.call(of.querySelectorAll(what)); };
  // The first line of a cell, as a number where it is one: "+13.4%", "1,748", "< 0.001".
  function value(row, at) {
    var c = row.cells[at], t = c && c.firstChild && c.firstChild.nodeType === 3 ? c.firstChild.data.trim() : '';
    var m = t.replace(/\u2212/g, '-').replace(/,(?=\d{3})/g, '').match(/^[<>~\s]*([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)/i);
    return { text: t, number: m ? Number(m[1]) : NaN };
  }
  list(document, '.scroll table').forEach(function (table) {
    var body = table.tBodies[0], heads = list(table, 'thead th');
    if (!body || body.rows.length < 3) return;
    var rows = Array.prototype.slice.call(body.rows);
    heads.forEach(function (h, at) {
      var b = document.createElement('button');
      b.type = 'button';
      b.className = 'sort';
      while (h.firstChild) b.appendChild(h.firstChild);
      h.appendChild(b);
      h.setAttribute('aria-sort', 'none');
      b.addEventListener('click', function () {
        var was = h.getAttribute('aria-sort'), numbers = h.classList.contains('num');
        var down = was === 'none' ? numbers : was === 'ascending'; // the largest number first
        var keyed = rows.map(function (r, i) { return { row: r, place: i, v: value(r, at) }; });
        keyed.sort(function (x, y) {
          if (numbers) { // rows without the number stand last either way
            var a = x.v.number, c = y.v.number;
            if (a !== a || c !== c) return (a !== a) - (c !== c) || x.place - y.place;
            return (down ? c - a : a - c) || x.place - y.place;
          }
          return (down ? -1 : 1) * x.v.text.localeCompare(y.v.text) || x.place - y.place;
        });
        var all = document.createDocumentFragment();
        keyed.forEach(function (k) { all.appendChild(k.row); });
        body.appendChild(all);
        heads.forEach(function (o) { o.setAttribute('aria-sort', o !== h ? 'none' : down ? 'descending' : 'ascending'); });
      });
    });
  });
})();

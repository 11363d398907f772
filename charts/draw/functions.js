// The drawing functions of every figure. An option names one as "fn:name" at a
// key of `keys`; anywhere else such a text is only text. They read numbers and
// texts from the figure's data, draw texts as texts, and make no HTML.
var uptake = (function () {
  'use strict';
  // No quotes: the library writes a font into a style attribute as it is.
  var FONT = 'system-ui, -apple-system, Roboto, Helvetica, Arial, sans-serif';
  var keys = { renderItem: 1, formatter: 1 };

  function paint(token) { return 'var(--' + token + ')'; }
  function font(size, weight) { return (weight || 400) + ' ' + size + 'px ' + FONT; }
  // The library looks texts up as keys of plain objects: one such as __proto__
  // would find what every object has, and be written into it.
  function text(s, x, y, size, token, align, weight) {
    if (s in {}) s += '\u200b';
    return { type: 'text', silent: true, style: { text: s, x: x, y: y, font: font(size, weight), fill: paint(token), align: align || 'left', verticalAlign: 'middle' } };
  }
  function line(x1, y1, x2, y2, token, width, dash) {
    return { type: 'line', silent: true, shape: { x1: x1, y1: y1, x2: x2, y2: y2 }, style: { fill: 'none', stroke: paint(token), lineWidth: width, lineDash: dash || null } };
  }
  function rect(x, y, w, h, token) {
    return { type: 'rect', silent: true, shape: { x: x, y: y, width: Math.max(w, 0), height: h }, style: { fill: paint(token) } };
  }
  function polygon(points, token) {
    return { type: 'polygon', silent: true, shape: { points: points }, style: { fill: paint(token), stroke: paint('card'), lineWidth: 1.5 } };
  }
  function marker(shape, x, y, token) {
    switch (shape) {
      case 'up': return [polygon([[x, y - 9], [x + 9, y + 7], [x - 9, y + 7]], token)];
      case 'down': return [polygon([[x, y + 9], [x + 9, y - 7], [x - 9, y - 7]], token)];
      case 'square': return [polygon([[x - 7, y - 7], [x + 7, y - 7], [x + 7, y + 7], [x - 7, y + 7]], token)];
      case 'cross': return [line(x - 7, y - 7, x + 7, y + 7, token, 4), line(x - 7, y + 7, x + 7, y - 7, token, 4)];
    }
    return [{ type: 'circle', silent: true, shape: { cx: x, cy: y, r: 7 }, style: { fill: paint(token), stroke: paint('card'), lineWidth: 1.5 } }];
  }
  function arrow(x, y, way, token) {
    return polygon([[x, y], [x - way * 10, y - 6], [x - way * 10, y + 6]], token);
  }

  // bar draws one interval: thin for the whole, thick for its inner half.
  function bar(out, row, at, y, area) {
    var left = area.x, right = area.x + area.width;
    var lo = Math.max(at(row.lo), left), hi = Math.min(at(row.hi), right);
    if (hi < left || lo > right) {
      out.push(arrow(lo > right ? right : left, y, lo > right ? 1 : -1, row.tone));
      return;
    }
    out.push(line(lo, y, hi, y, row.tone, 2));
    if (row.inner) {
      var a = Math.max(at(row.inner[0]), left), b = Math.min(at(row.inner[1]), right);
      if (b > a) out.push(rect(a, y - 4, b - a, 8, row.tone));
    }
    if (at(row.lo) < left - 0.5) out.push(arrow(left, y, -1, row.tone)); else out.push(line(lo, y - 5, lo, y + 5, row.tone, 2));
    if (at(row.hi) > right + 0.5) out.push(arrow(right, y, 1, row.tone)); else out.push(line(hi, y - 5, hi, y + 5, row.tone, 2));
    var x = at(row.v);
    if (x >= left && x <= right) marker(row.shape, x, y, row.tone).forEach(function (m) { out.push(m); });
  }

  function tip(lines) {
    var box = document.createElement('div');
    lines.forEach(function (l, i) {
      if (!l) return;
      var p = document.createElement(i ? 'div' : 'b');
      p.textContent = l;
      box.appendChild(p);
    });
    return box;
  }

  var table = {
    // One row of a forest; rows of kind frame and head draw what rows share.
    forestRow: function (d) {
      return function (params, api) {
        var row = d.rows[params.dataIndex], area = params.coordSys, out = [];
        var at = function (v) { return api.coord([v, 0])[0]; };
        var top = area.y + row.y, right = d.width - 2;
        if (row.kind === 'frame') {
          var foot = area.y + area.height;
          out.push(line(at(0), area.y, at(0), foot, 'muted', 1.5));
          if (row.overall !== undefined) {
            out.push(line(at(row.overall), area.y, at(row.overall), foot, 'good', 2, [6, 4]));
            out.push(text(row.label, Math.min(Math.max(at(row.overall), area.x + row.room), area.x + area.width - row.room), area.y - 12, 13, 'good', 'center', 600));
          }
          out.push(text(row.lower, area.x, foot + 38, 13, 'muted', 'left'));
          out.push(text(row.higher, area.x + area.width, foot + 38, 13, 'muted', 'right'));
        } else if (row.kind === 'head') {
          out.push(text(row.name, 2, top + row.h - 12, 13, 'muted', 'left', 600));
          out.push(line(2, top + row.h - 1, right, top + row.h - 1, 'rule', 1));
        } else {
          var y = d.narrow ? top + 54 : top + row.h / 2;
          if (row.strip) {
            var s0 = Math.max(at(-row.strip), area.x), s1 = Math.min(at(row.strip), area.x + area.width);
            out.push(rect(s0, d.narrow ? y - 11 : top + 3, s1 - s0, d.narrow ? 22 : row.h - 6, 'strip'));
            out.push(line(at(0), d.narrow ? y - 11 : top + 3, at(0), d.narrow ? y + 11 : top + row.h - 3, 'muted', 1.5));
          }
          if (row.limit !== undefined && at(row.limit) >= area.x && at(row.limit) <= area.x + area.width) {
            out.push(line(at(row.limit), y - 16, at(row.limit), y + 16, 'ink', 2, [4, 3]));
          }
          if (row.v !== undefined) bar(out, row, at, y, area);
          if (d.narrow) {
            out.push(rect(0, top + 1, d.width, 40, 'card')); // no grid behind words
            out.push(text(row.name, 2, top + 13, 14, 'ink', 'left', 600));
            if (row.note) out.push(text(row.note, right, top + 13, 13, 'muted', 'right'));
            out.push(text(row.value, 2, top + 32, 13, 'ink', 'left'));
            out.push(text(row.word, right, top + 32, 13, row.tone, 'right', 600));
            out.push(line(2, top + row.h - 1, right, top + row.h - 1, 'rule', 1));
          } else {
            out.push(text(row.name, 2, row.note ? y - 9 : y, 14, 'ink', 'left', 600));
            if (row.note) out.push(text(row.note, 2, y + 9, 13, 'muted', 'left'));
            out.push(text(row.value, right, row.word ? y - 9 : y, 14, 'ink', 'right', 600));
            if (row.word) out.push(text(row.word, right, y + 9, 13, row.tone, 'right', 600));
          }
          out.push({ type: 'rect', invisible: true, shape: { x: 0, y: top, width: d.width, height: row.h }, style: { fill: 'transparent' } });
        }
        return { type: 'group', children: out };
      };
    },
    forestTip: function (d) {
      return function (p) {
        var row = d.rows[p.dataIndex];
        return row.kind === 'row' ? tip([row.full, row.value, row.word, row.abs]) : null;
      };
    },

    // The band of a lift: one polygon for each run of days that have one.
    liftBand: function (d) {
      return function (params, api) {
        if (params.dataIndex !== 0) return null;
        var area = params.coordSys, out = [], run = [];
        var at = function (i, v) { return api.coord([i, v]); };
        var close = function () {
          if (run.length === 1) {
            var a = at(run[0], d.lo[run[0]]), b = at(run[0], d.hi[run[0]]);
            out.push(line(a[0], a[1], b[0], b[1], 'good', 2));
          } else if (run.length > 1) {
            var up = run.map(function (i) { return at(i, d.hi[i]); });
            var down = run.map(function (i) { return at(i, d.lo[i]); }).reverse();
            out.push({ type: 'polygon', silent: true, shape: { points: up.concat(down) }, style: { fill: paint('band') } });
          }
          run = [];
        };
        for (var i = 0; i < d.lo.length; i++) {
          if (d.lo[i] === null || d.hi[i] === null) close(); else run.push(i);
        }
        close();
        out.push(line(area.x, at(0, 0)[1], area.x + area.width, at(0, 0)[1], 'muted', 1.5));
        return { type: 'group', children: out };
      };
    },
    // What stands on top of the lift: the planned end and the last value.
    liftMarks: function (d) {
      return function (params, api) {
        if (params.dataIndex !== 0) return null;
        var area = params.coordSys, out = [];
        if (d.planned >= 0) {
          var x = api.coord([d.planned, 0])[0];
          out.push(line(x, area.y - 4, x, area.y + area.height, 'ink', 1.5, [6, 4]));
          var near = x > area.x + area.width / 2;
          out.push(text(d.plannedText, near ? x + 2 : x - 2, area.y - 14, 13, 'ink', near ? 'right' : 'left', 600));
        }
        if (d.last >= 0) {
          var p = api.coord([d.last, d.v[d.last]]);
          if (d.v[d.last] >= d.min && d.v[d.last] <= d.max) {
            out.push({ type: 'circle', silent: true, shape: { cx: p[0], cy: p[1], r: 5 }, style: { fill: paint('good'), stroke: paint('card'), lineWidth: 1.5 } });
          }
        }
        return { type: 'group', children: out };
      };
    },
    liftTip: function (d) {
      return function (ps) {
        var p = ps && ps.length ? ps[0] : ps;
        return p && d.tips[p.dataIndex] ? tip(d.tips[p.dataIndex]) : null;
      };
    },
    tick: function (d) {
      return function (v) {
        var s = Math.abs(v).toFixed(d.decimals);
        if (Number(s) === 0) return '0';
        return (v < 0 ? '\u2212' : '+') + s + d.unit;
      };
    },
    size: function (d) {
      return function (v) { return Number(v.toFixed(d.decimals)) === 0 ? '0' : v.toFixed(d.decimals) + d.unit; };
    },

    // The outcome bars: what each part says of itself, and the arm beside or above it.
    partLabel: function (d) {
      return function (p) { return d.labels[p.seriesIndex][p.dataIndex]; };
    },
    armLabel: function (d) {
      return function (params, api) {
        var a = d.arms[params.dataIndex], c = api.coord([0, params.dataIndex]), out = [];
        if (d.narrow) {
          out.push(text(a.name, 2, c[1] - 36, 14, 'ink', 'left', 600));
          out.push(text(a.note, d.width - 2, c[1] - 36, 13, 'muted', 'right'));
        } else {
          out.push(text(a.name, 2, c[1] - 9, 14, 'ink', 'left', 600));
          out.push(text(a.note, 2, c[1] + 10, 13, 'muted', 'left'));
        }
        if (a.empty) out.push(text(a.empty, params.coordSys.x, c[1], 13, 'muted', 'left'));
        return { type: 'group', children: out };
      };
    },
    partTip: function (d) {
      return function (p) {
        var t = d.tips[p.seriesIndex];
        return t ? tip(t[p.dataIndex]) : null;
      };
    }
  };

  function bind(node, data) {
    if (Array.isArray(node)) {
      node.forEach(function (n) { bind(n, data); });
    } else if (node && typeof node === 'object') {
      Object.keys(node).forEach(function (k) {
        var v = node[k];
        if (keys[k] === 1) {
          if (typeof v !== 'string' || v.slice(0, 3) !== 'fn:' || !Object.prototype.hasOwnProperty.call(table, v.slice(3))) {
            throw new Error('no drawing function ' + v);
          }
          node[k] = table[v.slice(3)](data);
        } else if (k !== 'data') {
          bind(v, data);
        }
      });
    }
    return node;
  }

  return {
    option: function (spec) { return bind(spec.option, spec.data); },
    still: function (json) {
      var spec = JSON.parse(json);
      var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: spec.width, height: spec.height });
      chart.setOption(bind(spec.option, spec.data));
      var svg = chart.renderToSVGString({ useViewBox: true });
      chart.dispose();
      return svg;
    }
  };
})();

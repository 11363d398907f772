// What the pages draw with, and no more. The SVG renderer serves both the
// static pictures (inside goja) and the live charts (in the browser), so no
// canvas code is shipped.
import { use, init, setPlatformAPI, version } from 'echarts/core';
import { BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([
  BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, ScatterChart,
  AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent,
  TooltipComponent, VisualMapPiecewiseComponent,
  LabelLayout, SVGRenderer,
]);

export { init, setPlatformAPI, version };

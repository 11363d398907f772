// What the pages draw with, and no more. The SVG renderer serves both the
// static pictures (inside goja) and the live charts (in the browser), so no
// canvas code is shipped.
import { use, init, setPlatformAPI, version } from 'echarts/core';
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

export { init, setPlatformAPI, version };

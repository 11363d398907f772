package simulate

import (
	"fmt"
	"math"

	"uptake/ingest/bucket"
)

var (
	surfaces  = []string{"editor", "chat", "inbox", "search", "sidebar", "mobile"}
	platforms = []string{"web", "ios", "android", "desktop"}
	plans     = []string{"free", "pro", "enterprise"}
	models    = []string{"m-1", "m-2"}
	countries = []string{"US", "IN", "BR", "GB", "DE", "FR", "JP", "CA", "MX", "ID", "ES", "IT", "AU", "NL", "TR", "PL",
		"KR", "AR", "CO", "SE"}
	languages = []string{"python", "typescript", "java", "go", "sql", "other"}

	surfaceShare  = zipf(len(surfaces), 0.8)
	countryShare  = zipf(len(countries), 1.1)
	languageShare = zipf(len(languages), 0.9)
	platformShare = []float64{0.5, 0.68, 0.86, 1}
	planShare     = []float64{0.7, 0.93, 1}
)

// user is who somebody is: everything that does not change from day to day.
type user struct {
	id        int
	activity  float64 // standard normal: how heavy a user
	rate      float64 // sessions a day
	hour      float64 // when they work
	accept    float64 // inclination to accept a seen suggestion
	platform  int
	plan      int
	country   int
	language  int
	treatment bool
	crossover bool
	never     float64 // uniform: below the planted share the user never accepts
}

// unitName is the id of a user in the export.
func unitName(id int) string { return fmt.Sprintf("u%07d", id) }

func (o *Options) user(id int) user {
	r := stream(o.Seed, 1, uint64(id))
	u := user{id: id}
	u.activity = r.normal()
	u.rate = math.Exp(-1.35 + 0.9*u.activity) // lognormal activity, about 0.4 sessions a day
	u.hour = 8 + 10*r.float()
	logit := -0.85 + 0.6*r.normal()
	if o.confounded("heavy_slow") {
		logit += heavyAccept * u.activity
	}
	u.accept = 1 / (1 + math.Exp(-logit))
	u.platform, u.plan, u.country, u.language = r.pick(platformShare), r.pick(planShare), r.pick(countryShare),
		r.pick(languageShare)
	u.treatment = r.chance(0.5)
	if o.flawed("srm_side") {
		u.treatment = bucket.Hashes[0].Of(unitName(id), o.Experiment) >= 0.5
	}
	u.crossover = r.chance(o.Crossovers)
	u.never = r.float()
	return u
}

// sessions draws how many sessions the user has on a day; weekends are quieter.
func (u *user) sessions(r *random, day int) int {
	rate := u.rate
	if day%7 >= 5 {
		rate *= 0.6
	}
	return r.poisson(rate)
}

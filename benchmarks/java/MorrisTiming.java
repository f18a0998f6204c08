import it.univr.di.cstnu.algorithms.STNU;
import it.univr.di.cstnu.graph.STNUEdge;
import it.univr.di.cstnu.graph.STNUEdgeInt;
import it.univr.di.cstnu.graph.TNGraph;
import it.univr.di.cstnu.graph.TNGraphMLReader;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Times the CSTNU Tool's check by Morris 2014: seconds of warm-up, then files; prints "verdict nanoseconds" for each.
 *
 * <p>The warm-up goes through all files again and again. Each file is then checked many times, and of its times the one is
 * printed that a tenth of them do not exceed: other work on the machine can only add to them. A check changes its graph, so
 * each has a copy, whose making is not timed; nor is reading. Run from source by the Java launcher, the tool on the class
 * path.
 */
final class MorrisTiming {
    private static final int FEWEST = 9;
    private static final long LONGEST = 400_000_000L;

    public static void main(String[] words) throws Exception {
        List<TNGraph<STNUEdge>> graphs = new ArrayList<>();
        TNGraphMLReader<STNUEdge> reader = new TNGraphMLReader<>();
        for (int at = 1; at < words.length; at++) {
            graphs.add(reader.readGraph(new File(words[at]), STNUEdgeInt.class));
        }
        long end = System.nanoTime() + (long) (Double.parseDouble(words[0]) * 1e9);
        do {
            for (TNGraph<STNUEdge> graph : graphs) {
                attempt(graph);
            }
        } while (System.nanoTime() < end);
        for (TNGraph<STNUEdge> graph : graphs) {
            if (!attempt(graph)) {
                System.out.println("failed 0");
                continue;
            }
            List<Long> taken = new ArrayList<>();
            long begun = System.nanoTime();
            do {
                taken.add(check(graph)[1]);
            } while (taken.size() < FEWEST || System.nanoTime() - begun < LONGEST && taken.size() < 2000);
            long[] sorted = taken.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.println((check(graph)[0] == 1) + " " + sorted[sorted.length / 10]);
        }
    }

    private static boolean attempt(TNGraph<STNUEdge> graph) throws Exception {
        try {
            check(graph);
            return true;
        } catch (RuntimeException | StackOverflowError failure) {
            return false;
        }
    }

    private static long[] check(TNGraph<STNUEdge> graph) throws Exception {
        STNU network = new STNU(new TNGraph<>(graph, STNUEdgeInt.class));
        long begun = System.nanoTime();
        boolean holds = network.dynamicControllabilityCheck(STNU.CheckAlgorithm.Morris2014).isControllability();
        return new long[] {holds ? 1 : 0, System.nanoTime() - begun};
    }
}
